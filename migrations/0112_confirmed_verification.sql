-- Who lets somebody in to records proves first that it is they: verifying a provider, and attaching an account to an imported
-- practitioner, take a proof of the last ten minutes, as lifting a suspension does in 0080. Taking access away never waits
-- for it. Both functions are changed where they stand, so that whatever else they ask stays.
do $$
declare
    change record;
    before text;
    after text;
begin
    for change in
        values ('set_provider_verified(uuid, boolean)'::regprocedure, 'update providers p
',
                'if verified then
        perform require_confirmation();
    end if;
    '),
               ('attach_provider_account(uuid, text)', 'perform from providers p where p.id = provider and p.user_id is null',
                'perform require_confirmation();
    ')
    loop
        before := pg_get_functiondef(change.column1);
        after := replace(before, change.column2, change.column3 || change.column2);
        if length(after) - length(before) <> length(change.column3) then
            raise exception '% doesn''t begin its work once', change.column1;
        end if;
        execute after;
    end loop;
end
$$;

-- Nothing else may go on asking for the kind alone. `kind <> 'administrator'` speaks of the row; access_right() says for the
-- audit which kind of account it was, and must_have_second_factor() what the clinic asks of it.
do $$
begin
    if exists (select from pg_policies p
                where p.schemaname = 'public'
                  and position('current_account_kind' in concat(p.qual, p.with_check)) > 0
                  and position('''administrator''' in concat(p.qual, p.with_check)) > 0)
       or exists (select from pg_proc p
                   where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
                     and p.proname not in ('administers', 'access_right', 'must_have_second_factor')
                     and pg_get_functiondef(p.oid) like '%current_account_kind()%''administrator''%') then
        raise exception 'something asks for an administrator''s account, with or without a second factor';
    end if;
end
$$;
