CREATE TABLE "keyed_requests" (
	"organisation_id" uuid NOT NULL,
	"principal" text NOT NULL,
	"key_hash" text NOT NULL,
	"fingerprint" text NOT NULL,
	"claim_id" uuid NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	"run_id" uuid,
	"outcome" json,
	CONSTRAINT "keyed_requests_organisation_id_principal_key_hash_pk" PRIMARY KEY("organisation_id","principal","key_hash")
);

--> statement-breakpoint
CREATE INDEX "keyed_requests_claimed_at_index" ON "keyed_requests" USING btree ("claimed_at");
