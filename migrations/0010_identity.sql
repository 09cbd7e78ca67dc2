-- Who asks. The application sets one thing, `app.user_id`, as a transaction's first statement; everything else about
-- the caller is looked up here. The functions that look past the policies belong to the definer. PL/pgSQL, because
-- it keeps their plans for the connection's life: each statement under a policy asks several times.

-- Nobody makes anything in this schema but the owner, and the definer, who must for a function to be given to it.
revoke all on schema public from public;
grant usage on schema public to carechart_app;
grant usage, create on schema public to carechart_definer;

-- The user's id; null for nobody. A setting that was local to a finished transaction reads as '' afterwards.
create function current_user_id() returns uuid
    language sql stable parallel safe
    return nullif(pg_catalog.current_setting('app.user_id', true), '')::uuid;
revoke all on function current_user_id() from public;
grant execute on function current_user_id() to carechart_app, carechart_definer;

-- 'provider', 'patient' or 'administrator'; null for nobody. A provider's account has its kind before verification.
create function current_account_kind() returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select u.kind from users u where u.id = current_user_id());
end
$$;

-- The provider behind the account, verified; null for everyone else.
create function current_provider_id() returns uuid
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select p.id
              from providers p
              join users u on u.id = p.user_id
             where p.user_id = current_user_id() and p.is_verified and u.kind = 'provider');
end
$$;

-- The record that a patient's account is linked to; null for everyone else.
create function current_patient_id() returns uuid
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select p.id
              from patients p
              join users u on u.id = p.user_id
             where p.user_id = current_user_id() and u.kind = 'patient');
end
$$;

-- Whether the caller is a verified provider who treats the patient now. Policies of other tables ask
-- care_relationships themselves, which is quicker; its own policy can't, as it would ask itself without end.
create function treats(patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient
                      and c.ended_at is null);
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['current_account_kind()', 'current_provider_id()', 'current_patient_id()',
                                     'treats(uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
