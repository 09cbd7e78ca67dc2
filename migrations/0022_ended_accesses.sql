-- What else ends a link and a caregiver's access: a restore from a copy, which would bring back what was ended since; and the
-- administrator, who was told by a report.
alter table links
    drop constraint links_closed_by_check,
    add constraint links_closed_by_check check (closed_by in ('use', 'replacement', 'revocation', 'merge', 'changed_credentials',
                                                              'restore'));
alter table caregivers
    drop constraint caregivers_ended_with_check,
    add constraint caregivers_ended_with_check check (ended_with in ('their_account', 'granting_account', 'administrator',
                                                                     'restore'));
