-- Refusals, of which anybody can have as many as they like, are summed up: so that nobody fills the audit, or buries in it what
-- the administrator looks for. In a quarter of an hour the first twenty of one action are events like any others: of one account,
-- or from one place where nobody is known. Of all strangers together the first hundred are, who come from as many places, and
-- apply for as many accounts, as they like. What comes on top is counted, and becomes one event that says how many it stands for.
-- Nothing is dropped: the events and the counts together are all refusals.

-- By its name, so that no new one can be forgotten. Whatever else events speak of was done, and is never summed up.
create function is_refusal(action text) returns boolean
    language sql immutable parallel safe
    return split_part(action, '.', 2) in ('refuse', 'miss', 'throttle', 'require_confirmation', 'refuse_confirmation');

-- Since when a quarter of an hour is over.
create function counts_are_over_since() returns timestamptz
    language sql stable parallel safe
    return now() - interval '15 minutes';

grant select, insert (action, who, actor_role, access_right),
      update (events, more, until, actor_user_id, access_right, subject_id, session_id, address), delete
    on refusal_counts to carechart_definer;

-- In whoever's name they were refused, an event of what was counted, and of nothing else.
create policy definer_sums_up on audit_events for insert to carechart_definer
    with check (current_user = 'carechart_definer' and occurred_at is not null
                and exists (select from refusal_counts c
                             where c.action = audit_events.action and c.more = audit_events.times
                               and c.until = audit_events.occurred_at and c.since <= counts_are_over_since()
                               and c.actor_user_id is not distinct from audit_events.actor_user_id));

-- The event comes before its count goes, for the policy asks for that.
create function sum_up(counted refusal_counts) returns void
    language plpgsql volatile security definer
as $$
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, action, subject_id, session_id, address,
                              occurred_at, times)
    select event_id(), counted.actor_user_id, counted.actor_role, counted.access_right, counted.action,
           counted.subject_id, counted.session_id, counted.address, counted.until, counted.more
     where counted.more > 0;
    delete from refusal_counts c where c.action = counted.action and c.who = counted.who;
end
$$;

-- Whether a refusal may be an event; if not, it is counted on top of those that are.
create function take_refusal(refused audit_events, who text, most integer) returns boolean
    language plpgsql volatile security definer
as $$
declare
    more integer;
begin
    perform sum_up(c) from (select o.* from refusal_counts o
                             where o.action = refused.action and o.who = $2 and o.since <= counts_are_over_since()
                               for update) c;
    insert into refusal_counts as c (action, who, actor_role, access_right)
    values (refused.action, $2, refused.actor_role, refused.access_right)
    on conflict on constraint refusal_counts_pkey do update
       set events = least(c.events + 1, most), more = c.more + (c.events >= most)::integer, until = now(),
           access_right = case when c.more = 0 then refused.access_right else c.access_right end,
           actor_user_id = case when c.more = 0 or c.actor_user_id = refused.actor_user_id then refused.actor_user_id end,
           subject_id = case when c.more = 0 or c.subject_id = refused.subject_id then refused.subject_id end,
           session_id = case when c.more = 0 or c.session_id = refused.session_id then refused.session_id end,
           address = case when c.more = 0 or c.address = refused.address then refused.address end
    returning c.more into more;
    return more = 0;
end
$$;

-- Stands before every refusal, whichever function writes it.
create function limit_refusals() returns trigger
    language plpgsql volatile security definer
as $$
declare
    -- Of IPv6 the network, as attempts are counted.
    place constant inet := case family(new.address) when 6 then network(set_masklen(new.address, 64)) else new.address end;
    -- Whoever acts; or else the account at which somebody tried, from wherever; or else the place.
    whose constant text := coalesce(new.actor_user_id::text,
                                    'at ' || (select u.id from users u where u.id = new.subject_id)::text,
                                    'from ' || coalesce(place::text, 'nowhere'));
    -- Nobody has vouched for them: they aren't known, or have applied.
    is_stranger constant boolean := new.actor_user_id is null
                                    or exists (select from providers p
                                                where p.user_id = new.actor_user_id and p.verified_at is null
                                                  and p.external_id is null);
    is_over constant boolean := exists (select from refusal_counts c
                                         where c.action = new.action and c.who = whose and c.events >= 20
                                           and c.since > counts_are_over_since());
begin
    -- The strangers' count first, so that two of them never wait for each other's.
    if is_stranger and not is_over and not take_refusal(new, 'any ' || new.actor_role, 100)
       or not take_refusal(new, whose, 20) then
        return null;
    end if;
    return new;
end
$$;
-- What is told later than it happened was counted before; the owner's commands are nobody's who asks.
create trigger limit_refusals before insert on audit_events for each row
    when (is_refusal(new.action) and new.occurred_at is null and new.actor_role <> 'owner')
    execute function limit_refusals();

-- By the worker: the events of all counts that are over, of which some have none. How many counts they were.
create function sum_up_refusals() returns integer
    language plpgsql volatile security definer
as $$
declare
    counts integer;
begin
    -- One that somebody adds to just now waits for the next time, and nobody waits for this.
    perform sum_up(c) from (select o.* from refusal_counts o where o.since <= counts_are_over_since()
                             limit 5000 for update skip locked) c;
    get diagnostics counts = row_count;
    return counts;
end
$$;

-- What was counted and is no event yet, for the administrator: a flood shows while it lasts.
create function open_refusals() returns table (
    action text, actor_user_id uuid, actor_role text, access_right text, subject_id uuid, address inet, since timestamptz,
    until timestamptz, times integer
)
    language sql stable security definer
begin atomic
    select c.action, c.actor_user_id, c.actor_role, c.access_right, c.subject_id, c.address, c.since, c.until, c.more
      from refusal_counts c
     where c.more > 0 and (select administers());
end;

grant execute on function open_refusals() to carechart_app;
grant execute on function sum_up_refusals() to carechart_worker;
