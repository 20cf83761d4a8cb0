ALTER TABLE "catalog_metrics" ADD COLUMN "variants" json;
