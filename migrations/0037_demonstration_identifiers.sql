-- The demonstration's patients have other birth dates than those of the bundles that they were made from, and so are
-- other people: they give the bundles' identifiers back, which the patients of those bundles may claim.
update patients p
   set external_id = 'demonstration|' || substr(p.external_id, length('https://github.com/synthetichealth/synthea|') + 1)
 where p.external_id like 'https://github.com/synthetichealth/synthea|%'
   and exists (select
                 from care_relationships c
                 join providers r on r.id = c.provider_id
                where c.patient_id = p.id and c.began_by = 'import' and r.external_id like 'demonstration|%');
