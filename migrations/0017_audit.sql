-- Writes an event: who acted, in which role and by which right is found out here, so that no caller has to be believed.
-- Runs as the caller; the policy on audit_events checks the same again.
--
-- 'treating' and 'own_record' speak of `patient`; 'administration' is whatever an administrator does; 'account' is
-- what somebody signed in does without a patient: their own account and their own lists; 'none' is everything else: an
-- anonymous sign-in, or a record that the caller has no right to.
create function audit(id uuid, action text, patient uuid, subject uuid, session uuid, address inet) returns void
    language plpgsql volatile
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    kind constant text := current_account_kind();
    by_right constant text := case
        when kind is null then 'none'
        when kind = 'administrator' then 'administration'
        when patient is null then 'account'
        when kind = 'provider' and treats(patient) then 'treating'
        when kind = 'patient' and patient = current_patient_id() then 'own_record'
        else 'none'
    end;
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id,
                              address)
    values (id, current_user_id(), coalesce(kind, 'anonymous'), by_right, patient, action, subject, session, address);
end
$$;
revoke all on function audit(uuid, text, uuid, uuid, uuid, inet) from public;
grant execute on function audit(uuid, text, uuid, uuid, uuid, inet) to carechart_app;
