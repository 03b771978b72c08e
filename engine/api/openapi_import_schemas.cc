// Files that are brought in, the maps that read them, and files of the record.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kImports = R"json({
"File": {"type": "string", "description": "The whole file as it is: CSV, TSV, JSON, JSON lines, Parquet, Excel, gzip, zstd."},
"ImportReject": {"type": "object", "required": ["file", "line", "field", "reason"], "properties": {
  "file": {"type": "string"}, "line": {"type": "integer"}, "field": {"type": "string"}, "reason": {"type": "string"}}},
"ImportSource": {"type": "object",
  "required": ["source", "rows", "events", "repeats", "without_id", "without_event", "rejected", "superseded",
    "texts", "personal", "rejects"], "properties": {
    "source": {"type": "string"}, "rows": {"type": "integer"}, "events": {"type": "integer"},
    "repeats": {"type": "integer"}, "without_id": {"type": "integer"}, "without_event": {"type": "integer"},
    "rejected": {"type": "integer"}, "superseded": {"type": "integer"},
    "texts": {"type": "integer", "description": "Events with a text."},
    "personal": {"type": "integer", "description": "Of them, with personal data."},
    "rejects": {"type": "array", "items": {"$ref": "#/components/schemas/ImportReject"}}}},
"Import": {"type": "object",
  "required": ["id", "name", "map", "format", "source", "dry_run", "strict", "redact", "state", "bytes_total", "bytes_read", "rows",
    "events", "repeats", "without_id", "without_event", "rejected", "superseded", "texts", "personal", "rejects", "sources", "skipped", "samples", "seconds",
    "error", "error_code", "made_at", "started_at", "ended_at"],
  "properties": {
    "id": {"type": "string"}, "name": {"type": "string", "description": "The file's; of several, the first's."},
    "map": {"type": ["string", "null"]},
    "format": {"type": ["string", "null"], "description": "Of /v1/formats, or rows: columns by their names."},
    "source": {"type": ["string", "null"]}, "zone": {"type": ["string", "null"]},
    "country": {"type": ["string", "null"]}, "currency": {"type": ["string", "null"]},
    "settings": {"type": "object", "additionalProperties": {"type": "string"}},
    "dry_run": {"type": "boolean"}, "strict": {"type": "boolean"},
    "redact": {"type": "boolean", "description": "Personal data in texts was masked before it was stored."},
    "state": {"enum": ["open", "queued", "running", "done", "failed", "stopped"]},
    "bytes_total": {"type": "integer"}, "bytes_read": {"type": "integer"},
    "rows": {"type": "integer"},
    "events": {"type": "integer", "description": "Stored, and new; of a dry run, those that would be handed over."},
    "repeats": {"type": "integer", "description": "Known already."},
    "without_id": {"type": "integer", "description": "Rows that name no customer; they are kept."},
    "without_event": {"type": "integer", "description": "Rows to which no event of the map applies."},
    "rejected": {"type": "integer"},
    "superseded": {"type": "integer", "description": "Known, and told anew: this telling is in force now."},
    "texts": {"type": "integer", "description": "Events with a text; known when the import is done."},
    "personal": {"type": "integer", "description": "Of them, with personal data."},
    "rejects": {"type": "array", "maxItems": 10, "items": {"$ref": "#/components/schemas/ImportReject"}},
    "sources": {"type": "array", "items": {"$ref": "#/components/schemas/ImportSource"}},
    "skipped": {"type": "array", "items": {"type": "string"}, "description": "Files that no entry of the map reads."},
    "samples": {"type": "array", "items": {"type": "string"}, "description": "Of a dry run: the first events, a line each."},
    "seconds": {"type": "number"},
    "error": {"type": ["string", "null"]}, "error_code": {"type": ["string", "null"]},
    "made_at": {"type": ["string", "null"], "format": "date-time"},
    "started_at": {"type": ["string", "null"], "format": "date-time"},
    "ended_at": {"type": ["string", "null"], "format": "date-time"}}},
"Imports": {"type": "object", "required": ["imports"], "properties": {
  "imports": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/Import"}}}},
"Export": {"type": "object", "required": ["format"], "additionalProperties": false, "properties": {
  "format": {"enum": ["parquet", "csv", "xes", "ocel", "ocel.xml", "ocel.sqlite"]},
  "query": {"type": "string", "description": "Of parquet and csv: one SELECT instead of all events."},
  "gap": {"type": "string", "description": "Of xes: the pause that ends a journey; 30d unless told, none: a life is one."}}},
"ReplayWish": {"type": "object", "additionalProperties": false, "properties": {
  "source": {"type": "string", "description": "Only of this source."},
  "failed_only": {"type": "boolean", "description": "Only those that could not be read."}}},
"Replay": {"type": "object", "required": ["bodies", "mended", "failed", "stored", "repeats", "rejected", "faults"],
  "properties": {
    "bodies": {"type": "integer"}, "mended": {"type": "integer", "description": "Read now, and not before."},
    "failed": {"type": "integer"}, "stored": {"type": "integer", "description": "Events that are new or were mended."},
    "repeats": {"type": "integer"}, "rejected": {"type": "integer"},
    "faults": {"type": "array", "items": {"type": "object", "required": ["body", "source", "reason"], "properties": {
      "body": {"type": "integer"}, "source": {"type": "string"}, "reason": {"type": "string"}}}}}}
})json";

constexpr std::string_view kMaps = R"json({
"MapText": {"type": "string", "description": "A map as docs/formats/map.md has it: TOML."},
"SavedMap": {"type": "object", "required": ["name", "source", "changed_at"], "properties": {
  "name": {"type": "string"}, "source": {"type": "string"},
  "changed_at": {"type": ["string", "null"], "format": "date-time"}}},
"Maps": {"type": "object", "required": ["maps"], "properties": {
  "maps": {"type": "array", "items": {"$ref": "#/components/schemas/SavedMap"}}}},
"Sample": {"type": "string", "description": "The first rows of a file; of workbooks and Parquet, all of it."},
"ProposedColumn": {"type": "object", "required": ["column", "target"], "additionalProperties": false, "properties": {
  "column": {"type": "string", "description": "Its name in the file."},
  "samples": {"type": "array", "items": {"type": "string"}}, "filled": {"type": "integer"},
  "target": {"type": "string", "description": "A name of import files (time, who.email, answer, text, properties.plan); empty: left out."},
  "why": {"type": "string"}, "kind": {"type": "string", "description": "Of an answer."},
  "scale": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["min", "max"], "properties": {
    "min": {"type": "number"}, "max": {"type": "number"}}}]},
  "time_format": {"type": "string"}, "unit": {"enum": ["", "ms", "s", "min", "h"]}, "times": {"type": "string"},
  "strip_prefix": {"type": "string"}, "strip_suffix": {"type": "string"}, "point_zero": {"type": "boolean"},
  "values": {"type": "object", "additionalProperties": {"type": "string"}}}},
"Proposal": {"type": "object", "required": ["source", "columns"], "additionalProperties": false, "properties": {
  "source": {"type": "string"}, "zone": {"type": "string", "description": "Of times without an offset; empty: UTC."},
  "rows": {"type": "integer"},
  "columns": {"type": "array", "items": {"$ref": "#/components/schemas/ProposedColumn"}},
  "constants": {"type": "object", "description": "What every event says.", "additionalProperties": {"type": "string"}}}},
"MapRevision": {"type": "object", "required": ["proposal"], "additionalProperties": false, "properties": {
  "proposal": {"$ref": "#/components/schemas/Proposal"},
  "sample": {"type": "string", "description": "Rows to try it on, as the proposal brought them."},
  "name": {"type": "string"}}},
"MapProposal": {"type": "object", "required": ["proposal", "problem", "map", "targets", "kinds"], "properties": {
  "format": {"type": ["string", "null"], "description": "The file is known by its content: it needs no map."},
  "ready": {"type": "boolean", "description": "Its columns have the names of import files: it needs no map."},
  "proposal": {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Proposal"}]},
  "problem": {"type": ["string", "null"], "description": "Why it is no map yet."},
  "map": {"type": ["string", "null"], "description": "TOML."},
  "targets": {"type": "array", "items": {"type": "object", "required": ["name", "title"], "properties": {
    "name": {"type": "string"}, "title": {"type": "string"}}}},
  "kinds": {"type": "array", "items": {"type": "object", "required": ["name", "min", "max"], "properties": {
    "name": {"type": "string"}, "min": {"type": ["number", "null"]}, "max": {"type": ["number", "null"]}}}},
  "sample": {"type": "string"},
  "events": {"type": "array", "maxItems": 5, "items": {"type": "object"}},
  "rejects": {"type": "array", "items": {"type": "object", "required": ["line", "field", "reason"], "properties": {
    "line": {"type": "integer"}, "field": {"type": "string"}, "reason": {"type": "string"}}}},
  "counts": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["rows", "events", "rejected"], "properties": {
    "rows": {"type": "integer"}, "events": {"type": "integer"}, "rejected": {"type": "integer"}}}]}}}
})json";

}  // namespace

std::vector<std::string_view> import_schemas() { return {kImports, kMaps}; }

}  // namespace sojourn
