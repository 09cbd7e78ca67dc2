-- The visits of a record that were entered in error, whose days the patient is told: they are few among the others, and are
-- asked for with each page of the record.
create index on visits (patient_id) where entered_in_error_at is not null;
