-- What the administrator reads. The application's role has no grant on a license number, an imported identifier or a
-- hash, whoever calls: these two functions of the definer answer an administrator, and give anyone else no row.
-- Queries treat them as tables: `select … from administered_providers() p where … order by …`.

create function administered_providers() returns table (
    id uuid, user_id uuid, email text, display_name text, license_number text, specialty text, is_verified boolean,
    external_id text, created_at timestamptz
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select p.id, p.user_id, u.email, p.display_name, p.license_number, p.specialty, p.is_verified, p.external_id,
           p.created_at
      from providers p
      left join users u on u.id = p.user_id
     where (select current_account_kind()) = 'administrator';
end;
alter function administered_providers() owner to carechart_definer;
revoke all on function administered_providers() from public;
grant execute on function administered_providers() to carechart_app;

-- Never whose record it is.
create function administered_patient_accounts() returns table (
    id uuid, email text, created_at timestamptz, is_linked boolean
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select u.id, u.email, u.created_at, exists (select from patients p where p.user_id = u.id)
      from users u
     where u.kind = 'patient' and (select current_account_kind()) = 'administrator';
end;
alter function administered_patient_accounts() owner to carechart_definer;
revoke all on function administered_patient_accounts() from public;
grant execute on function administered_patient_accounts() to carechart_app;
