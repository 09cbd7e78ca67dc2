-- That a colleague declined is told to whoever asked: nobody should go away believing that they are covered.
alter table covers add column declined_at timestamptz;
alter table handovers add column declined_at timestamptz;
grant update (declined_at) on covers, handovers to carechart_definer;
create index on covers (covered_id, declined_at) where declined_at is not null;
create index on handovers (from_id, declined_at) where declined_at is not null;

do $$
declare
    change record;
    before text;
begin
    for change in
        select * from (values
            ('answer_cover(uuid, boolean)', 'closed_at = case when not accepted then now() end',
             'closed_at = case when not accepted then now() end, declined_at = case when not accepted then now() end'),
            ('answer_handover(uuid, boolean)', 'set closed_at = now(), accepted_at = case when accepted then now() end',
             'set closed_at = now(), accepted_at = case when accepted then now() end,
           declined_at = case when not accepted then now() end')
        ) as changes (signature, asks, answer)
    loop
        before := pg_get_functiondef(change.signature::regprocedure);
        if length(before) - length(replace(before, change.asks, '')) <> length(change.asks) then
            raise exception '% isn''t what it was', change.signature;
        end if;
        execute replace(before, change.asks, change.answer);
    end loop;
end
$$;
