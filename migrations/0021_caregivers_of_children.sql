-- What a provider lets somebody in to is a child's record: the access ends when the patient is of age by the birth date that the
-- record says whenever somebody reads, which may be corrected after the link was made.
alter table caregivers add column is_until_of_age boolean;
update caregivers c
   set is_until_of_age = exists (select from users u where u.id = c.granted_by and u.kind = 'provider');
alter table caregivers alter column is_until_of_age set not null;
