#include "store/record.h"

#include <unistd.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "store/private_files.h"
#include "store/schema.h"

namespace sojourn {
namespace {

constexpr const char* kCounts[] = {"rows", "events", "repeats", "without_id", "without_time", "rejected"};

// So few new events that closing may also join their groups of rows with older ones (writing.cc): about a second.
constexpr int64_t kJoinedAtClose = 200'000;

DuckDatabase::Settings duckdb_settings(const StoreOptions& options) {
  size_t memory_mb = options.memory_mb;
  if (memory_mb == 0) {
    const auto pages = static_cast<size_t>(std::max(0L, ::sysconf(_SC_PHYS_PAGES)));
    const auto page = static_cast<size_t>(std::max(0L, ::sysconf(_SC_PAGESIZE)));
    // What it may keep of the file is the only memory that grows while events come in. Larger questions go to the disk.
    memory_mb = std::clamp<size_t>(pages * page / 16 / (1024 * 1024), 256, 1024);
  }
  return {{"memory_limit", std::to_string(memory_mb) + "MiB"},
          {"threads", std::to_string(thread_count())},
          // Whatever an analyst writes cannot reach files, the network or foreign code.
          {"enable_external_access", "false"},
          {"autoinstall_known_extensions", "false"},
          {"autoload_known_extensions", "false"},
          {"allow_community_extensions", "false"},
          {"lock_configuration", "true"},
          {"preserve_insertion_order", "true"},
          {"checkpoint_threshold", "1TiB"}};  // fold_log() says when.
}

IntakeCounts read_counts(const DuckRows& rows, size_t column, size_t row) {
  IntakeCounts counts;
  for (int64_t* count :
       {&counts.rows, &counts.events, &counts.repeats, &counts.without_id, &counts.without_time, &counts.rejected}) {
    *count = rows.values<int64_t>(column++)[row];
  }
  return counts;
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::string& folder, const StoreOptions& options) {
  const std::string path = folder + "/record.duckdb";
  if (!options.create && !file_exists(path)) {
    return Status::not_found("there is no data folder " + folder + "; import something to make one");
  }
  const bool fresh = !file_exists(folder);
  SOJOURN_CHECK(make_folders(folder));
  if (fresh) keep_private(folder);
  const std::string owner = options.owner.empty() ? "process " + std::to_string(::getpid()) : options.owner;
  Result<std::unique_ptr<FileLock>> lock = FileLock::take(folder + "/lock", owner);
  if (!lock) {
    if (lock.error().code() != StatusCode::kConflict) return std::move(lock).error();
    return Status::conflict("the data folder " + folder + " is taken: " + lock.error().message());
  }
  DuckDatabase::Settings settings = duckdb_settings(options);
  SOJOURN_TRY(std::shared_ptr<DuckDatabase> database, DuckDatabase::open(path, settings));
  keep_private(path);
  SOJOURN_TRY(DuckConnection writer, DuckConnection::open(database));
  if (Status prepared = prepare_schema(writer, folder, options.tell); !prepared.ok()) {
    writer.leave_log();
    return prepared;
  }
  keep_private(path + ".wal");
  auto record = std::make_unique<Record>(folder, std::move(*lock), std::move(database), std::move(writer),
                                         std::move(settings), options);
  SOJOURN_CHECK(record->load());
  return std::unique_ptr<Store>(std::move(record));
}

Record::Record(std::string folder, std::unique_ptr<FileLock> lock, std::shared_ptr<DuckDatabase> database,
               DuckConnection writer, DuckDatabase::Settings settings, const StoreOptions& options)
    : folder_(std::move(folder)),
      settings_(std::move(settings)),
      sql_seconds_max_(options.sql_seconds_max),
      tell_(options.tell),
      lock_(std::move(lock)),
      database_(std::move(database)),
      writer_(std::move(writer)),
      event_keys_(folder_ + "/keys/events", options.fresh_keys),
      reject_keys_(folder_ + "/keys/rejects", options.fresh_keys),
      vocabulary_(std::make_unique<Vocabulary>()) {}

Record::~Record() {
  if (database_ == nullptr) return;
  writer_.leave_log();
  if (writer_.commit_failed()) return;
  // Both only spare the next opening some work, so a failure here loses nothing.
  if (book_ != nullptr) static_cast<void>(write_customers().ok());
  static_cast<void>(fold_log(last_sequence_ - opened_at_ <= kJoinedAtClose).ok());
}

Status Record::load() {
  SOJOURN_CHECK(load_terms());
  SOJOURN_CHECK(load_ledger());
  SOJOURN_TRY(const int64_t last, writer_.number("SELECT max(sequence) FROM event"));
  last_sequence_ = last;
  opened_at_ = last;
  SOJOURN_TRY(const int64_t superseded, writer_.number("SELECT count(*) FROM superseded"));
  superseded_count_ = superseded;
  SOJOURN_TRY(last_raw_, writer_.number("SELECT max(number) FROM raw_body"));
  SOJOURN_TRY(last_reject_, writer_.number("SELECT count(*) FROM reject"));
  SOJOURN_TRY(const std::string version, read_meta(writer_, "identity_version"));
  if (!version.empty()) {
    SOJOURN_TRY(const int64_t number, parse_integer(version));
    identity_version_ = number;
  }
  SOJOURN_TRY(const std::string stale, read_meta(writer_, "customers_stale"));
  customers_stale_ = stale == "true";
  customers_lost_ = customers_stale_;
  return {};
}

Status Record::load_terms() {
  auto vocabulary = std::make_unique<Vocabulary>();
  SOJOURN_TRY(DuckRows rows, writer_.query("SELECT code, text FROM term ORDER BY code"));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) break;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (vocabulary->find_or_add(rows.text(1, i)) != rows.values<uint32_t>(0)[i]) {
        return Status::corruption("the terms' codes have a hole", folder_ + "/record.duckdb: table term");
      }
    }
  }
  vocabulary_ = std::move(vocabulary);
  return {};
}

Status Record::load_ledger() {
  ledger_ = {};
  std::string columns = "source, input, run, run_new_rejects, first_event, last_event, last_import";
  for (const std::string prefix : {"", "base_", "run_"}) {
    for (const char* count : kCounts) columns += ", " + sql_name(prefix + count);
  }
  SOJOURN_TRY(DuckRows rows, writer_.query("SELECT " + columns + " FROM source_count"));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    for (size_t i = 0; i < rows.size(); ++i) {
      SourceLine line;
      line.run = rows.values<int64_t>(2)[i];
      line.new_rejects = rows.values<int64_t>(3)[i];
      if (rows.valid(4, i)) line.first_event = rows.values<int64_t>(4)[i];
      if (rows.valid(5, i)) line.last_event = rows.values<int64_t>(5)[i];
      line.last_import = rows.values<int64_t>(6)[i];
      line.total = read_counts(rows, 7, i);
      line.base = read_counts(rows, 13, i);
      line.counts = read_counts(rows, 19, i);
      ledger_.load({rows.values<uint32_t>(0)[i], rows.text_or_blank(1, i)}, line);
    }
  }
}

Result<std::unique_ptr<IdentityBook>> Record::load_book() {
  auto book = std::make_unique<IdentityBook>();
  const std::string place = folder_ + "/record.duckdb: table ";
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT code, kind, value FROM identifier ORDER BY code"));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) break;
    for (size_t i = 0; i < rows.size(); ++i) {
      const uint8_t kind = rows.values<uint8_t>(1)[i];
      if (kind >= kIdentifierKindCount ||
          book->find_or_add(static_cast<IdentifierKind>(kind), rows.text(2, i)) != rows.values<uint32_t>(0)[i]) {
        return Status::corruption("the identifiers' codes have a hole or a kind is unknown", place + "identifier");
      }
    }
  }
  SOJOURN_TRY(DuckRows links, connection.query("SELECT number, a, b, since, by_hand, undone_at IS NOT NULL FROM link"
                                               " ORDER BY number"));
  for (;;) {
    SOJOURN_TRY(const bool some, links.next_chunk());
    if (!some) break;
    for (size_t i = 0; i < links.size(); ++i) {
      const IdentityBook::Link fact{links.values<uint32_t>(1)[i], links.values<uint32_t>(2)[i],
                                    links.values<int64_t>(3)[i], links.values<bool>(4)[i], links.values<bool>(5)[i]};
      const bool known = fact.a != 0 && fact.b != 0 && std::max(fact.a, fact.b) <= book->size();
      if (!known || book->add_link(fact) != links.values<int64_t>(0)[i]) {
        return Status::corruption("a link has no identifier, or the numbers have a hole", place + "link");
      }
    }
  }
  book->regroup();
  book->take_renamed();
  return book;
}

Status Record::know_identities() {
  if (book_ != nullptr) return {};
  SOJOURN_TRY(book_, load_book());
  return {};
}

Result<Record::Reading> Record::read_identities() {
  Reading reading(knowing_);
  while (book_ == nullptr) {
    reading.unlock();
    {
      const Knowing knowing(knowing_);
      SOJOURN_CHECK(know_identities());
    }
    reading.lock();
  }
  return reading;
}

void Record::forget() {
  has_keys_ = false;
  book_ = nullptr;
  customers_lost_ = customers_stale_;
  broken_ = load_terms();
  if (broken_.ok()) broken_ = load_ledger();
}

Result<std::vector<std::string>> Record::terms() {
  const Reading reading(knowing_);
  std::vector<std::string> texts;
  texts.reserve(vocabulary_->size() + 1);
  for (uint32_t code = 0; code <= vocabulary_->size(); ++code) texts.emplace_back(vocabulary_->text(code));
  return texts;
}

}  // namespace sojourn
