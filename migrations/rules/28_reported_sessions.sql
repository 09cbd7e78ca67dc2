-- What an administrator reads of the session in which a reported access happened: one line tells little of whether somebody
-- looked around. What was done in the record of whoever reports it, and in none, they read line by line; what was done in other
-- records as numbers, which name nobody.

grant select (id, patient_id, event_id) on access_reports to carechart_definer;
create policy definer_reads on access_reports for select to carechart_definer using (true);

-- The events of the session, by whoever is reported; of one without a session, as an import's, that event alone. A session lasts
-- seven days at most, so that the index over the actor's events finds them.
create function reported_session(reports uuid[]) returns table (
    report uuid, id uuid, at timestamptz, action text, access_right text, patient_id uuid, times integer, is_reported boolean,
    is_of_another boolean
)
    language sql stable
begin atomic
    select r.id, e.id, e.at, e.action, e.access_right, e.patient_id, e.times, e.id = r.event_id,
           e.id <> r.event_id and e.patient_id <> r.patient_id
           and not exists (select from patient_merges m
                            where m.survivor_id = r.patient_id and m.merged_id = e.patient_id and m.undone_at is null)
      from access_reports r
      join audit_events reported on reported.id = r.event_id
     cross join lateral (select a.* from audit_events a
                          where a.id = reported.id and reported.session_id is null
                         union all
                         select a.* from audit_events a
                          where a.actor_user_id = reported.actor_user_id and a.session_id = reported.session_id
                            and a.at between reported.at - interval '7 days' and reported.at + interval '7 days') e
     where r.id = any (reports) and (select administers());
end;

-- Those in the record and in none, as many as are asked for of each report, the nearest to what is reported; in their order.
-- `all_events`: how many there are.
create function reported_session_events(reports uuid[], most integer) returns table (
    report uuid, at timestamptz, action text, access_right text, is_reported boolean, all_events bigint
)
    language sql stable security definer
begin atomic
    select s.report, s.at, s.action, s.access_right, s.is_reported, s.all_events
      from (select e.*, count(*) over (partition by e.report) as all_events,
                   row_number() over (partition by e.report
                                      order by e.is_reported desc, abs(extract(epoch from e.at - f.at)), e.id) as place
              from reported_session(reports) e
              join reported_session(reports) f on f.report = e.report and f.is_reported
             where e.is_of_another is not true) s
     where s.place <= least(most, 200)
     order by s.report, s.at, s.id;
end;

-- In other records: how often each kind of action, and in how many records.
create function reported_session_elsewhere(reports uuid[]) returns table (
    report uuid, action text, events bigint, records bigint
)
    language sql stable security definer
begin atomic
    select e.report, e.action, sum(e.times), count(distinct e.patient_id)
      from reported_session(reports) e
     where e.is_of_another
     group by e.report, e.action
     order by e.report, sum(e.times) desc, e.action;
end;

grant execute on function reported_session_events(uuid[], integer), reported_session_elsewhere(uuid[]) to carechart_app;
