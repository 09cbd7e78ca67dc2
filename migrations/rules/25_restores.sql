-- After the database was restored from a copy, which brings back what was ended since it was made: whoever signed out, the link that
-- was taken back, the colleague whose cover is over. Nobody can tell from the copy what that was, and so everything of such a kind
-- ends. What was ended for good and leaves no trace here, as a treatment or a password, the operator is told to look at.

-- Shortened, never lengthened, and on the owner's own connection: a cover that ends gives an emergency back that has time left
-- (17_covers.sql).
grant update (expires_at) on break_glass_grants to carechart_definer;
create policy definer_ends on break_glass_grants for update to carechart_definer
    using ((select session_user) = 'carechart_owner' and expires_at > now()) with check (expires_at <= now());

-- By the owner alone, to whom nothing else here answers. How many of each kind ended, in the order in which they are told.
create function end_what_a_copy_brings_back() returns table (kind text, ended bigint)
    language plpgsql volatile security definer
as $$
declare
    accesses constant uuid[] := array(select c.id from caregivers c
                                       where c.revoked_at is null and c.expires_at > now()
                                       order by c.id);
begin
    return query with ended as (
        update sessions s set ended_at = now() where s.ended_at is null and s.expires_at > now() returning 1)
        select 'sessions', count(*) from ended;
    return query with ended as (
        update sign_in_challenges c set closed_at = now() where c.closed_at is null returning 1)
        select 'sign-ins under way', count(*) from ended;
    return query with ended as (delete from passkey_ceremonies c returning 1)
        select 'passkey ceremonies', count(*) from ended;
    return query with ended as (
        update links l set closed_at = now(), closed_by = 'restore' where l.closed_at is null and l.expires_at > now()
        returning 1)
        select 'links', count(*) from ended;
    -- Each record is told. The command line is nobody's session, and says so.
    insert into audit_events (id, actor_role, access_right, patient_id, action, subject_id)
    select event_id(), 'owner', 'none', c.patient_id, 'caregivers.end', c.id from caregivers c where c.id = any (accesses);
    update caregivers c set revoked_at = now(), ended_with = 'restore' where c.id = any (accesses);
    return query select 'caregivers'' accesses', cardinality(accesses)::bigint;
    return query with ended as (
        update covers v set closed_at = now() where v.closed_at is null and v.until > now() returning 1)
        select 'covers', count(*) from ended;
    return query with ended as (
        update handovers h set closed_at = now() where h.closed_at is null returning 1)
        select 'questions to take a patient over', count(*) from ended;
    return query with ended as (
        update break_glass_grants g set expires_at = now() where g.expires_at > now() returning 1)
        select 'emergency accesses', count(*) from ended;
    return query with ended as (
        update care_relationships c set ended_at = now() where c.ended_at > now() returning 1)
        select 'charts that were open for a time', count(*) from ended;
end
$$;
