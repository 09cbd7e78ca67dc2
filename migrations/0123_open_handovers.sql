-- As in 0081, in a language whose plans are kept: each dashboard asks how many wait, and planning it anew took half of
-- that question's time.
create or replace function open_handovers() returns table (
    id uuid, is_mine boolean, colleague text, first_name text, last_name text, date_of_birth date,
    asked_at timestamptz
)
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
    asking constant uuid := current_provider_id();
begin
    return query
        select h.id, h.from_id = asking, other.display_name, p.first_name, p.last_name, p.date_of_birth, h.asked_at
          from handovers h
          join care_relationships c on c.provider_id = h.from_id and c.patient_id = h.patient_id and c.ended_at is null
          join patients p on p.id = h.patient_id
          join providers other on other.id = case when h.from_id = asking then h.to_id else h.from_id end
         where h.closed_at is null and active_provider(h.from_id) and asking in (h.from_id, h.to_id);
end
$$;
