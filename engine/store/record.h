// The store as it is built: DuckDB below, and in memory what every import asks for.
//
// record.cc      open and close, what is loaded when
// append.cc      batches in one transaction; append_rows.cc: their rows; retelling.cc: events that are told again
// keys.cc        which events and rejects are there already
// writing.cc     transactions, and when the log is folded into the file
// documents.cc   documents, raw bodies
// scan.cc        columns out
// links.cc       links, unlinks, guards
// customers.cc   customers and their events
// quality.cc     counts, rejects, stages by touchpoint
// sql.cc         questions of analysts; export.cc: files for them
//
// Threads   `writing_` is held by whoever changes the record, from the first look to the commit. `knowing_` guards what
//           is in memory: held alone by a writer, shared by readers. Order: writing_ before knowing_. Readers of the
//           tables use connections of their own and see what was committed.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "base/disk.h"
#include "store/duckdb_session.h"
#include "store/export.h"
#include "store/identity_book.h"
#include "store/key_index.h"
#include "store/source_ledger.h"
#include "store/store.h"
#include "store/version_book.h"
#include "store/vocabulary.h"

namespace sojourn {

// What a small commit (a document, a link, some rules) may write.
inline constexpr uint64_t kSmallCommitBytes = uint64_t{4} << 20;

class Record final : public Store, public LongReader {
 public:
  Record(std::string folder, std::unique_ptr<FileLock> lock, std::shared_ptr<DuckDatabase> database,
         DuckConnection writer, DuckDatabase::Settings settings, const StoreOptions& options);
  ~Record() override;
  Status load();  // Once, after the schema is right.

  static constexpr uint64_t kLogBytes = uint64_t{16} << 20;  // The log is folded into the file when it is as long.

  Status set_owner(const std::string& owner) override { return lock_->describe(owner); }
  Result<AppendReceipt> append(const EventBatch& batch) override;
  Result<std::vector<AppendReceipt>> append_all(std::span<const EventBatch* const> batches,
                                                std::span<const RawBody> bodies) override;
  int64_t last_sequence() const override { return last_sequence_; }
  int64_t identity_version() const override { return identity_version_; }
  Status scan(const ScanRequest& request, const std::function<Status(const EventColumns&)>& visit) override;
  Result<std::vector<Superseded>> superseded(int64_t after_sequence, int64_t up_to_sequence) override;
  Result<std::vector<std::string>> terms() override;

  Result<std::vector<IdentifierRow>> identifiers() override;
  Result<IdentifierGroups> identifier_groups(IdentifierCode from) override;
  Result<LinkFact> link(const Identifier& a, const Identifier& b, const std::string& reason) override;
  Result<std::vector<LinkFact>> unlink(const Identifier& a, const Identifier& b) override;
  Result<LinkFact> unlink(int64_t number) override;
  Result<std::vector<LinkFact>> links(const std::optional<Identifier>& of) override;
  Result<LinkHistory> link_history() override;
  Result<uint64_t> link_fingerprint(const LinkHistory& history) override;
  Result<std::vector<Flag>> flags() override;

  Result<Customer> customer(const Identifier& identifier) override;
  Result<std::vector<IdentifierCode>> numbers_of(std::span<const std::string_view> names) override;
  Result<std::vector<Customer>> customers(std::span<const IdentifierCode> numbers) override;
  Result<std::vector<Customer>> find_customers(std::string_view text, size_t limit) override;
  Result<std::vector<StoredEvent>> timeline(IdentifierCode customer, TimeRange range, size_t limit,
                                            size_t offset) override;

  Result<std::vector<SourceQuality>> quality() override;
  Result<std::vector<RejectRow>> rejects(const RejectFilter& filter) override;
  Result<int64_t> reject_count(const std::string& source) override;
  Result<std::vector<std::pair<std::string, std::string>>> touchpoint_stages() override;
  int64_t touchpoint_stages_version() const override { return touchpoint_stages_version_; }
  Status set_touchpoint_stages(std::span<const std::pair<std::string, std::string>> rules) override;

  Status raw_bodies(const RawFilter& filter, const std::function<Status(const RawBody&)>& visit) override;
  Status set_outcome(int64_t raw_number, const std::string& outcome) override;
  Result<std::vector<Document>> documents(std::string_view kind) override;
  Status put_documents(std::span<const Document> documents) override;
  Status remove_document(std::string_view kind, std::string_view name) override;

  Result<SqlTable> sql(const std::string& text, size_t row_limit) override;
  Result<int64_t> export_to(const std::string& path, const std::string& query) override;
  Result<int64_t> export_rows(const std::string& path, const std::string& query, StopReason stop) override;
  Result<std::unique_ptr<RowStream>> stream_rows(const std::string& select, const std::string& order,
                                                 StopReason stop) override;

 private:
  using Reading = std::shared_lock<std::shared_mutex>;
  using Knowing = std::unique_lock<std::shared_mutex>;

  // --- record.cc
  // A connection inside a transaction, so that all it is asked shows one moment. (Without one, a plan made from the
  // statistics of one moment may run at the next: a filter that held for every row then would be left out.)
  Result<DuckConnection> reader() const;
  Status load_terms();
  Status load_ledger();
  Result<std::unique_ptr<IdentityBook>> load_book();
  Status know_identities();           // Loads the book if need be. REQUIRES: knowing_ held alone.
  Result<Reading> read_identities();  // Loads the book if need be, and holds knowing_ shared.
  // Drops what is in memory after a failed transaction and reads it again. REQUIRES: both held alone.
  void forget();

  // --- keys.cc; these REQUIRE both held alone, but for the first: writing_ alone.
  Status wait_for_keys();
  // All keys of what is in the tables are known. Errors: those of KeyIndex, and of the tables.
  Status know_keys();
  Status keys_ready();
  Status load_versions();
  Status load_event_keys();
  Status load_reject_keys();
  Status fill_event_keys(const KeyIndex::Range& gap);
  Status fill_reject_keys(const KeyIndex::Range& gap);
  EventKey stored_reject_key(const DuckRows& rows, size_t row) const;
  void tell_of_keys(const char* what, const KeyIndex::Range& gap) const;
  bool keys_damaged() const { return !event_keys_.fault().ok() || !reject_keys_.fault().ok(); }

  // --- writing.cc; these REQUIRE writing_ held, and knowing_ not.
  // Is there room for a commit of so many bytes (0: not asked), and is memory what the tables say? After a failure it is
  // read again, from a database opened anew. Errors: kUnavailable.
  Status ready_to_write(size_t bytes = kSmallCommitBytes);
  Status send_readers_away();
  Status reopen();
  // Folds the log into the file when it has grown long. Nothing is lost when that fails: it is tried again later.
  void fold_long_log();
  Status fold_log(bool join);  // `join`: small groups of rows, too.

  // --- append.cc
  class Appending;

  // --- identity_tables.cc; all but the last REQUIRE a transaction and both mutexes.
  // What the book learnt since it had `identifiers` and `links` of them.
  Status write_identities(IdentifierCode identifiers, int64_t links, Micros at, const std::string& reason);
  Status write_earlier_links(int64_t links);
  // Regroups and notes what follows. Returns what commit_identities() needs.
  struct Regrouped {
    int64_t version = 0;
    bool customers_stale = false;
  };
  Result<Regrouped> regroup();
  // Commits, and shows what regroup() found; or rolls back and forgets.
  Status commit(DuckTransaction transaction, const Regrouped& regrouped);
  // Brings the table `customer` up to date for the views. REQUIRES: writing_ held, knowing_ held.
  Status write_customers();
  Status write_customer_rows();

  // --- links.cc; the middle three REQUIRE both mutexes and a known book.
  // `only`: ascending numbers; null: all.
  Result<std::vector<LinkFact>> read_links(const std::vector<int64_t>* only);
  Result<int64_t> link_known(const Identifier& one, const Identifier& other, const std::string& reason);
  std::vector<int64_t> links_between(const Identifier& one, const Identifier& other) const;  // That hold.
  Status undo_links(const std::vector<int64_t>& numbers);

  // --- customers.cc; these REQUIRE a known book, held at least shared.
  Result<IdentifierCode> known_code(const Identifier& identifier) const;
  IdentifierCode code_named(std::string_view name) const;  // By an identifier of any kind; 0: nobody.
  Customer customer_of(IdentifierCode code) const;
  StoredEvent stored_event(const DuckRows& rows, size_t row) const;

  // --- quality.cc
  // Of the events in force: source, first and last time.
  struct SourceTimes {
    uint32_t source = 0;
    Micros first = 0;
    Micros last = 0;
  };
  Result<std::vector<SourceTimes>> source_times();

  // --- documents.cc
  Result<std::vector<RawBody>> raw_page(const RawFilter& filter);

  // --- sql.cc
  // A connection inside a read-only transaction, with the views up to date.
  Result<DuckConnection> analyst();
  Result<SqlTable> answer_sql(DuckConnection& connection, const std::string& text, size_t row_limit);

  const std::string folder_;
  const DuckDatabase::Settings settings_;
  const size_t sql_seconds_max_;
  const std::function<void(const std::string&)> tell_;
  std::unique_ptr<FileLock> lock_;
  std::shared_ptr<DuckDatabase> database_;

  mutable std::mutex gate_;  // Held while a reader begins, and while the log is folded.
  const std::shared_ptr<const int> readers_ = std::make_shared<const int>(0);  // Each reader holds a copy.
  mutable std::vector<std::weak_ptr<DuckConnection::Handle>> reading_;         // Of readers; under gate_.
  std::atomic<std::chrono::steady_clock::time_point> refused_until_{};         // No reader begins before.

  std::mutex writing_;
  DuckConnection writer_;
  KeyIndex event_keys_;   // By sequence.
  KeyIndex reject_keys_;  // By place in the table, from 1.
  VersionBook versions_;  // Of events that were told with a version.
  bool has_keys_ = false;
  SourceLedger ledger_;  // Also read under knowing_.

  std::shared_mutex knowing_;
  std::unique_ptr<Vocabulary> vocabulary_;
  std::unique_ptr<IdentityBook> book_;  // Null until somebody asks.
  bool customers_stale_ = false;        // The table `customer` is behind, and `meta` says so.
  bool customers_lost_ = false;         // ... by more than the book remembers: write it anew.
  Status broken_;                       // Not ok: memory and tables may differ; see ready_to_write(). Under writing_.

  uint64_t fold_from_ = kLogBytes;
  int64_t opened_at_ = 0;  // last_sequence_ then.
  int64_t last_raw_ = 0;   // Number of the newest raw body.
  int64_t last_reject_ = 0;
  std::atomic<int64_t> superseded_count_ = 0;
  std::atomic<int64_t> last_sequence_ = 0;
  std::atomic<int64_t> identity_version_ = 0;
  std::atomic<int64_t> touchpoint_stages_version_ = 1;
};

}  // namespace sojourn
