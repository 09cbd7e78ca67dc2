-- Who reads a record's history reads who acted, by name, whoever it was: a colleague who was asked to take the patient over
-- and declined has read the patient's name, and is otherwise none of those whose names the patient reads.

-- The provider's name behind an event; null for an event of a record whose history the caller doesn't read, and of somebody
-- who is no provider.
create function provider_behind_event(event uuid) returns text
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select r.display_name
              from audit_events e
              join providers r on r.user_id = e.actor_user_id
             where e.id = event
               and (is_event_of_own_record(e.id) or may_pass_on(e.patient_id)
                    or exists (select from patient_merges m
                                where m.merged_id = e.patient_id and m.undone_at is null and may_pass_on(m.survivor_id))));
end
$$;
alter function provider_behind_event(uuid) owner to carechart_definer;
revoke all on function provider_behind_event(uuid) from public;
grant execute on function provider_behind_event(uuid) to carechart_app;
