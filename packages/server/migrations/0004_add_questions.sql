CREATE TABLE "examples" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"question" text NOT NULL,
	"key" text NOT NULL,
	"promql" text NOT NULL,
	"kind" text NOT NULL,
	"range_seconds" integer,
	"unit" text NOT NULL,
	"reading" text NOT NULL,
	"origin" text NOT NULL,
	"use_count" integer NOT NULL,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);

--> statement-breakpoint
CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"source_id" uuid,
	"asked_by" text NOT NULL,
	"question" text NOT NULL,
	"read_as" text,
	"previous_question_id" uuid,
	"status" text NOT NULL,
	"headline" text NOT NULL,
	"promql" text,
	"planner" text,
	"asked_at" timestamp with time zone NOT NULL,
	"ms" double precision NOT NULL,
	"cached" boolean NOT NULL,
	"answer" json,
	"answer_of" uuid,
	"verdict" text,
	"edited_promql" text,
	"note" text
);

--> statement-breakpoint
ALTER TABLE "examples" ADD CONSTRAINT "examples_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "examples" ADD CONSTRAINT "examples_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "examples_one_per_question" ON "examples" USING btree ("organisation_id","source_id","key");
--> statement-breakpoint
CREATE INDEX "examples_source_id_index" ON "examples" USING btree ("source_id");
--> statement-breakpoint
CREATE INDEX "questions_newest" ON "questions" USING btree ("organisation_id","asked_at","id");
--> statement-breakpoint
CREATE INDEX "questions_asked_at_index" ON "questions" USING btree ("asked_at");
--> statement-breakpoint
CREATE INDEX "questions_source_id_index" ON "questions" USING btree ("source_id");
