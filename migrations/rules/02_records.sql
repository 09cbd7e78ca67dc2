-- What belongs to a patient's record, and what holds for all of it. Each noun's file below registers its tables; what follows
-- from that is made by 90_records.sql, so that no table can be forgotten. To find out who reads visits, read their line in
-- 11_visits.sql; all lines together, and the policies made of them, stand in generated.txt.
delete from record_tables;

-- Nothing clinical is deleted, and what keeps versions isn't changed either. Triggers bind the owner, whom no grant does.
create function refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception '% of % is not permitted', lower(tg_op), tg_table_name using errcode = 'restrict_violation';
end
$$;

-- The first mark as entered in error, with its time, reason and name, stands.
create function keep_entered_in_error() returns trigger
    language plpgsql
as $$
begin
    raise exception 'what was entered in error stays so' using errcode = 'restrict_violation';
end
$$;

-- Whoever marks is named here: the application may not write the column.
create function sign_entered_in_error() returns trigger
    language plpgsql
as $$
begin
    new.entered_in_error_by := current_provider_id();
    return new;
end
$$;
