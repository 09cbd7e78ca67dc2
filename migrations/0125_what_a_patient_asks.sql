-- Who reads a chart's history doesn't read that the patient or a caregiver looked at it, or reported an access: whoever was
-- reported would learn of it before the administrator has asked.
alter policy treating on audit_events
    using (not (access_right in ('own_record', 'caregiver') and split_part(action, '.', 1) = 'access')
           and exists (select from care_relationships c
                        where c.provider_id = (select current_provider_id()) and c.patient_id = audit_events.patient_id
                          and c.ended_at is null));
alter policy merged_into_treated on audit_events
    using ((select current_provider_id()) is not null
           and not (access_right in ('own_record', 'caregiver') and split_part(action, '.', 1) = 'access')
           and exists (select from patient_merges m
                         join care_relationships c on c.patient_id = m.survivor_id
                        where m.merged_id = audit_events.patient_id and m.undone_at is null
                          and c.provider_id = (select current_provider_id()) and c.ended_at is null));
