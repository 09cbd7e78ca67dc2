-- The clinic may ask every provider for a second factor: until one is set up, they are no provider for any policy, and
-- see no row of a record.

-- One row. Servers write it when they start, by their setting.
create table security_rules (
    is_only_one boolean primary key default true check (is_only_one),
    requires_second_factor boolean not null default false
);
alter table security_rules enable row level security, force row level security;
create policy owner on security_rules to carechart_owner using (true) with check (true);
create policy definer on security_rules to carechart_definer using (true) with check (true);
grant select, update (requires_second_factor) on security_rules to carechart_definer;
insert into security_rules default values;

-- Whether anything changed, which the audit then says.
create function set_second_factor_required(required boolean) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update security_rules r set requires_second_factor = required where r.requires_second_factor <> required;
    return found;
end
$$;

-- What a page must know beside the session: whether the caller has a second factor, and whether one is missing.
create function second_factor_state(account uuid) returns table (has_one boolean, is_missing boolean)
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    has constant boolean := has_second_factor(account);
begin
    return query
        select has, not has and r.requires_second_factor
                    and exists (select from users u where u.id = account and u.kind = 'provider')
          from security_rules r;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['set_second_factor_required(boolean)', 'second_factor_state(uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;

-- current_provider_id() asks for it, too. Its text is changed where it stands, so that whatever else it asks stays.
do $$
declare
    asks constant text := 'p.is_verified';
    before constant text := pg_get_functiondef('current_provider_id()'::regprocedure);
    after constant text := replace(before, asks, asks || '
               and (exists (select from second_factors f where f.user_id = p.user_id and f.confirmed_at is not null)
                    or not exists (select from security_rules r where r.requires_second_factor))');
begin
    if after = before then
        raise exception 'current_provider_id() doesn''t ask for the verification';
    end if;
    execute after;
end
$$;
