-- A list that was read, for the audit: one event of the list itself, which speaks of no patient, and one for each patient
-- who stood in it, so that they can be told who saw their name. Rows of audit_events like any other, with the same format
-- and the same seals. Runs as the caller; the policy on audit_events checks the same again.
--
-- `patients` holds a null for the list itself, and each patient once; `ids` as many.
create function audit_list(ids uuid[], action text, patients uuid[], session uuid, address inet) returns void
    language plpgsql volatile
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    actor constant uuid := current_user_id();
    actor_kind constant text := coalesce(current_account_kind(), 'anonymous');
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, session_id, address)
    select shown.id, actor, actor_kind, access_right(shown.patient), shown.patient, audit_list.action,
           audit_list.session, audit_list.address
      from unnest(ids, patients) as shown (id, patient);
end
$$;
revoke all on function audit_list(uuid[], text, uuid[], uuid, inet) from public;
grant execute on function audit_list(uuid[], text, uuid[], uuid, inet) to carechart_app;
