-- Inputs are large and read rarely: apart, so that reading plans does not drag them along.
CREATE TABLE media_plan_inputs (
    plan_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    inputs TEXT NOT NULL
) STRICT;

INSERT INTO media_plan_inputs (plan_id, account_id, inputs) SELECT plan_id, account_id, inputs FROM media_plans;

ALTER TABLE media_plans DROP COLUMN inputs;
