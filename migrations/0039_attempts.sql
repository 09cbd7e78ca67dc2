-- Whoever is refused writes no row: the first refusal after each failure that leads to one is noted in the audit, which
-- keeps everything for good, and those that follow are not. There are thus no more of them than attempts that counted.
alter table sign_in_failures add column is_noted boolean not null default false;
grant update (is_noted) on sign_in_failures to carechart_definer;

-- As in 0030, but that it also answers whether this refusal is to be noted. Attempts wait for each other at the locks
-- only where several servers take them at the same moment: within one they come one after the other.
drop function begin_attempt(uuid, bytea, inet);
create function begin_attempt(
    id uuid, key bytea, address inet, out wait_seconds integer, out is_first_refusal boolean
)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    span constant interval := '15 minutes';
    place constant inet := case family(address) when 6 then network(set_masklen(address, 64)) else address end;
    blocked_until timestamptz;
    -- The failures after which there were too many: of this account, of this place.
    last_ones uuid[];
begin
    -- Always in this order, so that no two wait for each other.
    perform pg_advisory_xact_lock(hashtextextended(encode(key, 'hex'), 1));
    perform pg_advisory_xact_lock(hashtextextended(place::text, 2));
    select span + max(f.at), array_agg(f.id) into blocked_until, last_ones
      from ((select s.id, s.at from sign_in_failures s
              where s.email_hash = key and s.at > now() - span order by s.at desc, s.id desc offset 9 limit 1)
            union all
            (select s.id, s.at from sign_in_failures s
              where s.address = place and s.at > now() - span order by s.at desc, s.id desc offset 49 limit 1)) f;
    if blocked_until is not null then
        wait_seconds := greatest(1, ceil(extract(epoch from blocked_until - now())));
        update sign_in_failures s set is_noted = true where s.id = any (last_ones) and not s.is_noted;
        is_first_refusal := found;
        return;
    end if;
    delete from sign_in_failures s where s.at < now() - interval '1 day';
    insert into sign_in_failures (id, email_hash, address) values (id, key, place);
    wait_seconds := 0;
    is_first_refusal := false;
end
$$;
alter function begin_attempt(uuid, bytea, inet) owner to carechart_definer;
revoke all on function begin_attempt(uuid, bytea, inet) from public;
grant execute on function begin_attempt(uuid, bytea, inet) to carechart_app;
