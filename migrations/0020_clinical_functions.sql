-- What a provider's request needs beyond the policies: two functions of the definer, each answering one question.

-- Registers a new patient, whom the caller then treats. It is the only way to begin a treatment alone, and only ever
-- of a row that it has just made: a taken id is answered like a caller who may not register anyone.
create function register_patient(
    id uuid, first_name text, last_name text, date_of_birth date, gender text, blood_type text,
    emergency_contact jsonb, address jsonb, insurance jsonb
) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    registering uuid := current_provider_id();
begin
    if registering is null then
        return false;
    end if;
    insert into patients (id, first_name, last_name, date_of_birth, gender, blood_type,
                          emergency_contact, address, insurance)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict do nothing;
    if not found then
        return false;
    end if;
    insert into care_relationships (provider_id, patient_id, began_by) values (registering, $1, 'registration');
    return true;
end
$$;
alter function register_patient(uuid, text, text, date, text, text, jsonb, jsonb, jsonb) owner to carechart_definer;
revoke all on function register_patient(uuid, text, text, date, text, text, jsonb, jsonb, jsonb) from public;
grant execute on function register_patient(uuid, text, text, date, text, text, jsonb, jsonb, jsonb) to carechart_app;

-- Those of the objects' keys that have a row, for the sweep of orphaned objects. A key is a random id, so that knowing
-- one to ask about gives nothing away.
create function known_object_keys(keys text[]) returns setof text
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$ select file_url from documents where file_url = any (keys) $$;
alter function known_object_keys(text[]) owner to carechart_definer;
revoke all on function known_object_keys(text[]) from public;
grant execute on function known_object_keys(text[]) to carechart_app;
