CREATE TABLE "catalog_embeddings" (
	"source_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"family" text NOT NULL,
	"model" text NOT NULL,
	"dimension" integer NOT NULL,
	"content_hash" text NOT NULL,
	"embedding" vector NOT NULL,
	CONSTRAINT "catalog_embeddings_source_id_model_family_pk" PRIMARY KEY("source_id","model","family")
);

--> statement-breakpoint
CREATE TABLE "catalog_metrics" (
	"source_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"series_count" integer NOT NULL,
	"labels" json NOT NULL,
	"is_native_histogram" boolean NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"gone_since" timestamp with time zone,
	CONSTRAINT "catalog_metrics_source_id_name_pk" PRIMARY KEY("source_id","name")
);

--> statement-breakpoint
CREATE TABLE "catalogs" (
	"source_id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"discovered_at" timestamp with time zone NOT NULL,
	"duration_ms" real NOT NULL,
	"requests" integer NOT NULL,
	"server_version" text NOT NULL,
	"metadata" json NOT NULL,
	"rules" json NOT NULL,
	"panels" json NOT NULL,
	"scrape_intervals" json NOT NULL
);

--> statement-breakpoint
CREATE TABLE "sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"url" text NOT NULL,
	"sealed_settings" text NOT NULL,
	"is_default" boolean NOT NULL,
	"is_seeded" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sources_organisation_name_unique" UNIQUE("organisation_id","name")
);

--> statement-breakpoint
ALTER TABLE "catalog_embeddings" ADD CONSTRAINT "catalog_embeddings_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "catalog_embeddings" ADD CONSTRAINT "catalog_embeddings_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "catalog_metrics" ADD CONSTRAINT "catalog_metrics_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "catalog_metrics" ADD CONSTRAINT "catalog_metrics_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "catalogs" ADD CONSTRAINT "catalogs_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "catalogs" ADD CONSTRAINT "catalogs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "catalog_embeddings_organisation_id_index" ON "catalog_embeddings" USING btree ("organisation_id");
--> statement-breakpoint
CREATE INDEX "catalog_metrics_organisation_id_index" ON "catalog_metrics" USING btree ("organisation_id");
--> statement-breakpoint
CREATE INDEX "catalogs_organisation_id_index" ON "catalogs" USING btree ("organisation_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "sources_one_default" ON "sources" USING btree ("organisation_id") WHERE "sources"."is_default";
--> statement-breakpoint
CREATE UNIQUE INDEX "sources_one_seeded" ON "sources" USING btree ("organisation_id") WHERE "sources"."is_seeded";
--> statement-breakpoint
CREATE INDEX "sources_organisation_id_index" ON "sources" USING btree ("organisation_id");
