CREATE TABLE "connected_models" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"provider" text NOT NULL,
	"url" text NOT NULL,
	"name" text NOT NULL,
	"sealed_key" text,
	"max_output_tokens" integer NOT NULL,
	"temperature" real,
	"created_at" timestamp with time zone NOT NULL
);

--> statement-breakpoint
CREATE TABLE "embedding_models" (
	"organisation_id" uuid NOT NULL,
	"model" text NOT NULL,
	"dimension" integer NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "embedding_models_organisation_id_model_pk" PRIMARY KEY("organisation_id","model")
);

--> statement-breakpoint
CREATE TABLE "model_privacy" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"mode" text,
	"masks_hostnames" boolean NOT NULL,
	"masks_instances" boolean NOT NULL,
	"consent_by" text,
	"consent_at" timestamp with time zone,
	"consent_recipients" json
);

--> statement-breakpoint
ALTER TABLE "connected_models" ADD CONSTRAINT "connected_models_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "embedding_models" ADD CONSTRAINT "embedding_models_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "model_privacy" ADD CONSTRAINT "model_privacy_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "connected_models_organisation_id_index" ON "connected_models" USING btree ("organisation_id");
