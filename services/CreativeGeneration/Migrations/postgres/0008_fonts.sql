-- Of a font that texts are drawn in: the family that a brief may name, and the CSS weight.
ALTER TABLE library_assets ADD COLUMN font_family TEXT NULL;
ALTER TABLE library_assets ADD COLUMN font_weight INTEGER NULL;
