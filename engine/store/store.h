// The record: every event for ever, links between identifiers, rejects and counts, in one DuckDB database.
//
// Folder    DIR/record.duckdb (and DuckDB's write-ahead log), DIR/lock, DIR/timelines/ (a cache, see timelines/).
// Owner     One process owns a folder; a second open is kConflict and names the holder. Within the process any number
//           of threads may read while one writes.
// Errors    kConflict, kCorruption, kUnavailable (disk), kLimit. Nothing throws.
// Versions  `schema_version` in the table `meta`; older stores are brought forward at open, newer ones are refused.
// Format    docs/formats/store.md
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/status.h"
#include "base/time.h"
#include "event/event.h"
#include "event/identity.h"
#include "event/row_source.h"
#include "event/sink.h"

namespace sojourn {

using TermCode = uint32_t;  // The store's number of a term (channel, touchpoint ...); 0 is "no value".

struct StoreOptions {
  bool create = true;    // Make the folder when it is missing.
  std::string owner;     // What the lock says about us: "sojourn serve at http://127.0.0.1:8080".
  size_t memory_mb = 0;  // DuckDB's limit; 0: a 16th of the machine, 1 GiB at most.
  size_t sql_seconds_max = limits::kSqlSecondsMax;  // A question in SQL is stopped after this time.
  size_t fresh_keys = 0;                            // How many keys of events stay in memory; 0: as many as suit.
  // Told, in a sentence, before something that may take more than a moment: an old record is brought forward, a part of
  // the keys is read anew. Called by the thread that opens or appends.
  std::function<void(const std::string&)> tell;
};

struct LinkFact {
  int64_t number = 0;  // For unlink.
  Identifier a;
  Identifier b;
  Micros since = 0;  // First event that showed it, or when it was made.
  bool by_hand = false;
  std::string reason;
  Micros made_at = 0;
  std::optional<Micros> undone_at;
};

struct SourceQuality {
  std::string source;
  IntakeCounts counts;
  Micros first_event = 0;  // 0 when there are none.
  Micros last_event = 0;
  Micros last_import = 0;
};

struct RejectRow {
  std::string source;
  Reject reject;
  Micros at = 0;
};

struct RejectFilter {
  std::string source;  // "" : all
  size_t limit = 100;
  size_t offset = 0;
};

// A body as it came in by a webhook, kept so that a mended reader can read it again.
struct RawBody {
  int64_t number = 0;  // Given by the store, from 1.
  std::string source;
  std::string format;
  std::string headers;  // JSON: {"name":"value"}, those that the reader may need.
  std::string body;     // Any bytes.
  Micros received = 0;
  std::string outcome;  // "" : read well; else why it could not be read.
};

struct RawFilter {
  std::string source;  // "" : all
  bool failed_only = false;
  int64_t after = 0;  // Numbers larger than this.
};

// A small thing that the program keeps for its owner: a source, a survey, a rule. JSON text, whole or not at all.
struct Document {
  std::string kind;
  std::string name;
  std::string text;
  Micros changed_at = 0;  // Filled by the store.
};

// A result of SQL: column names, and rows of text cells (null apart).
struct SqlTable {
  struct Column {
    std::string name;
    std::string type;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
  bool cut = false;  // There were more rows than the limit.
};

// A run of events as columns, in arrival order, for building timelines. Spans are borrowed for the call.
struct EventColumns {
  size_t count = 0;
  std::span<const int64_t> sequence;
  std::span<const Micros> time;
  std::span<const IdentifierCode> who;  // Primary identifier.
  std::span<const TermCode> source;
  struct Column {
    Field field = Field::kChannel;
    std::span<const TermCode> terms;          // kTerm; 0: no value.
    std::span<const std::string_view> texts;  // kKey, kText.
    std::span<const int64_t> integers;        // kMoney, kDuration, kBool, kTime.
    std::span<const double> numbers;          // kNumber.
    std::span<const uint8_t> valid;           // 1: has a value. Given for all types but kTerm.
  };
  std::vector<Column> columns;                   // In the order asked for.
  std::span<const std::string_view> properties;  // "" : none. Only when asked for.
};

struct ScanRequest {
  std::vector<Field> fields;
  bool properties = false;
  int64_t after_sequence = 0;  // Events with a larger sequence ...
  int64_t up_to_sequence = INT64_MAX;
  // Events that a newer telling replaced are left out, if that telling's number is not larger. 0: all are given.
  int64_t as_of_sequence = INT64_MAX;
  std::vector<IdentifierCode> only_who;  // ... of these identifiers, or of all when empty.
};

// An event that is no longer in force: a newer telling of it came.
struct Superseded {
  int64_t sequence = 0;
  IdentifierCode who = 0;  // Its primary identifier.
  int64_t by = 0;          // Number of the newer telling.
};

struct IdentifierRow {
  IdentifierCode code = 0;
  Identifier identifier;
  IdentifierCode customer = 0;  // Smallest code of its group, after links and guards.
};

// Who is who, without the names: all from one moment.
struct IdentifierGroups {
  int64_t version = 0;      // The identity_version() that it shows.
  IdentifierCode from = 1;  // What stands first in the vectors.
  std::vector<IdentifierCode> customer;
  std::vector<uint8_t> identified;  // 0: made for an event without identifier.
};

// How many links were ever made and undone.
struct LinkHistory {
  int64_t made = 0;
  int64_t undone = 0;
};

// One event with all its fields in text form, for people to read.
struct StoredEvent {
  int64_t sequence = 0;
  std::string id;
  std::string source;
  Micros time = 0;
  int offset_minutes = 0;
  Micros received = 0;
  std::vector<Identifier> who;
  std::vector<std::pair<Field, std::string>> fields;  // Money as "12.50", durations in seconds, booleans true/false.
  std::string properties;                             // JSON, or "".
};

class Store : public EventSink {
 public:
  static constexpr int kSchemaVersion = 4;

  static Result<std::unique_ptr<Store>> open(const std::string& folder, const StoreOptions& options);

  // What the lock says about us from now on, for those who find the folder taken. Errors: kUnavailable.
  virtual Status set_owner(const std::string& owner) = 0;

  // --- the record
  Result<AppendReceipt> append(const EventBatch& batch) override = 0;
  // Several batches and bodies in one transaction: all of it or nothing. Receipts in the order of the batches; the
  // tellings of an event within them count in that order. After an error the next call begins from what was there.
  virtual Result<std::vector<AppendReceipt>> append_all(std::span<const EventBatch* const> batches,
                                                        std::span<const RawBody> bodies) = 0;
  // Number of the newest event; 0 when there are none.
  virtual int64_t last_sequence() const = 0;
  // Grows with every change of links or guards: customers must be regrouped when it differs.
  virtual int64_t identity_version() const = 0;
  // Calls `visit` with runs of events in arrival order (ascending sequence). A visit's error ends the scan and is
  // returned.
  virtual Status scan(const ScanRequest& request, const std::function<Status(const EventColumns&)>& visit) = 0;
  // What events with numbers in (after_sequence, up_to_sequence] replaced, in their order.
  virtual Result<std::vector<Superseded>> superseded(int64_t after_sequence, int64_t up_to_sequence) = 0;
  // All terms: terms()[code] is the text; [0] is "". Grows only.
  virtual Result<std::vector<std::string>> terms() = 0;

  // --- who is who
  // All identifiers by code, each with its customer. Cost: O(n log n).
  virtual Result<std::vector<IdentifierRow>> identifiers() = 0;
  // The same from a code on and without text, for building timelines. Cost: O(n).
  virtual Result<IdentifierGroups> identifier_groups(IdentifierCode from) = 0;
  // A link by hand; the identifiers need not be known yet. Linking again is ok and changes nothing.
  // Errors: kInvalidArgument for identifiers that name nobody, "unknown:..." among them.
  virtual Result<LinkFact> link(const Identifier& a, const Identifier& b, const std::string& reason) = 0;
  // Undoes every active link between the two, made by hand or by events. Errors: kNotFound.
  virtual Result<std::vector<LinkFact>> unlink(const Identifier& a, const Identifier& b) = 0;
  virtual Result<LinkFact> unlink(int64_t number) = 0;
  // Links that touch the customer of this identifier, undone ones too; all links when empty.
  virtual Result<std::vector<LinkFact>> links(const std::optional<Identifier>& of) = 0;
  virtual Result<LinkHistory> link_history() = 0;
  // A hash over the last of the first `history.made` links and of the first `history.undone` undoings: two records
  // that went different ways give different ones.
  virtual Result<uint64_t> link_fingerprint(const LinkHistory& history) = 0;
  struct Flag {
    Identifier identifier;
    std::string reason;
  };
  // Identifiers that are guarded: they join nobody.
  virtual Result<std::vector<Flag>> flags() = 0;

  struct Customer {
    IdentifierCode number = 0;
    std::vector<Identifier> identifiers;  // Surest kind first, then by value; the first names the customer.
  };
  // The customer that an identifier belongs to. Errors: kNotFound.
  virtual Result<Customer> customer(const Identifier& identifier) = 0;
  // Whom texts name, all at one moment: "kind:value", else the text as an identifier of the surest kind that knows it;
  // 0: nobody. In the order given.
  virtual Result<std::vector<IdentifierCode>> numbers_of(std::span<const std::string_view> names) = 0;
  // By number, in the order given.
  virtual Result<std::vector<Customer>> customers(std::span<const IdentifierCode> numbers) = 0;
  // Identifiers that contain the text, for a search box.
  virtual Result<std::vector<Customer>> find_customers(std::string_view text, size_t limit) = 0;
  // The events of a customer in order of (time, sequence).
  virtual Result<std::vector<StoredEvent>> timeline(IdentifierCode customer, TimeRange range, size_t limit,
                                                    size_t offset) = 0;

  // --- quality
  virtual Result<std::vector<SourceQuality>> quality() = 0;
  virtual Result<std::vector<RejectRow>> rejects(const RejectFilter& filter) = 0;
  virtual Result<int64_t> reject_count(const std::string& source) = 0;

  // --- bodies of webhooks, in the order of their numbers. A visit's error ends it and is returned.
  virtual Status raw_bodies(const RawFilter& filter, const std::function<Status(const RawBody&)>& visit) = 0;
  virtual Status set_outcome(int64_t raw_number, const std::string& outcome) = 0;

  // --- documents
  virtual Result<std::vector<Document>> documents(std::string_view kind) = 0;
  // Replaces those of the same kind and name. One transaction.
  virtual Status put_documents(std::span<const Document> documents) = 0;
  // Errors: kNotFound.
  virtual Status remove_document(std::string_view kind, std::string_view name) = 0;

  // --- stages by touchpoint (rules), see enrich/
  virtual Result<std::vector<std::pair<std::string, std::string>>> touchpoint_stages() = 0;
  // Another number after every change of the rules, as long as the store is open.
  virtual int64_t touchpoint_stages_version() const = 0;
  virtual Status set_touchpoint_stages(std::span<const std::pair<std::string, std::string>> rules) = 0;

  // --- for analysts
  // Read-only SQL over the views `events`, `identifiers`, `links`, `rejects`, `sources`. Errors: kInvalidArgument (with
  // DuckDB's message; also for anything that would write or reach files), kLimit when it takes longer than
  // StoreOptions::sql_seconds_max or its answer is larger than limits::kSqlResultBytesMax.
  virtual Result<SqlTable> sql(const std::string& text, size_t row_limit) = 0;
  // Writes the view `events` (or the result of `query`) to a Parquet or CSV file (by its ending). Errors: kConflict
  // when the file exists.
  virtual Result<int64_t> export_to(const std::string& path, const std::string& query) = 0;
};

// Opens a Parquet file as rows of text (times as ISO 8601, nested values as JSON). Errors: kNotFound, kInvalidArgument.
Result<std::unique_ptr<RowSource>> open_parquet(const std::string& path);

}  // namespace sojourn
