ALTER TABLE "catalogs" ADD COLUMN "address" text DEFAULT '' NOT NULL;
