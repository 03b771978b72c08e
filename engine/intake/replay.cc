#include "intake/replay.h"

#include <array>
#include <memory>

#include "base/hash.h"
#include "intake/read_body.h"
#include "store/key_set.h"

namespace sojourn {
namespace {

constexpr size_t kPageBodies = 256;
constexpr size_t kPageBytes = 16 * 1024 * 1024;
constexpr size_t kFaultsShown = 10;

struct Read {
  RawBody body;
  std::unique_ptr<EventBatch> batch;  // Null: it could not be read.
  std::unique_ptr<EventBatch> again;  // What bodies before told already; lends from `batch`.
  std::string outcome;
};

class Replay {
 public:
  Replay(Store& store, const SourceBook& sources, const ReplayOptions& options)
      : store_(store), sources_(sources), options_(options) {}

  Result<ReplayReport> run() {
    for (;;) {
      if (options_.cancelled != nullptr && *options_.cancelled) {
        return Status(StatusCode::kCancelled,
                      "the replay was stopped after " + std::to_string(report_.bodies) + " bodies");
      }
      SOJOURN_TRY(std::vector<Read> page, next_page());
      if (page.empty()) return std::move(report_);
      for (Read& read : page) read_again(read);
      SOJOURN_CHECK(store(page));
      for (const Read& read : page) SOJOURN_CHECK(settle(read));
      if (options_.progress) options_.progress(report_.bodies);
    }
  }

 private:
  // Copied out, since the record is not to be written while it is being read.
  Result<std::vector<Read>> next_page() {
    std::vector<Read> page;
    size_t bytes = 0;
    const RawFilter filter{options_.source, options_.failed_only, after_};
    const Status status = store_.raw_bodies(filter, [&](const RawBody& body) {
      if (page.size() >= kPageBodies || bytes >= kPageBytes) return Status(StatusCode::kCancelled, "a page is full");
      bytes += body.body.size();
      page.push_back({body, nullptr, nullptr, {}});
      return Status();
    });
    if (!status.ok() && status.code() != StatusCode::kCancelled) return status;
    if (!page.empty()) after_ = page.back().body.number;
    return page;
  }

  SourceSpec source_of(const RawBody& body) const {
    if (Result<SourceSpec> known = sources_.find(body.source)) return std::move(known).value();
    SourceSpec gone;
    gone.name = body.source;
    gone.format = body.format;
    return gone;
  }

  // Is it the first telling of this event and version?
  bool is_first(const std::string& source, const Event& event) {
    EventKey key = event_key(source, event);
    key.low ^= hash64(std::to_string(event.version));
    return told_.insert(key);
  }

  void divide(Read& read) {
    read.again = std::make_unique<EventBatch>();
    read.again->source = read.batch->source;
    read.again->input = read.batch->input;
    std::erase_if(read.batch->events, [&](const Event& event) {
      if (is_first(read.batch->source, event)) return false;
      read.again->events.push_back(event);
      return true;
    });
  }

  void read_again(Read& read) {
    auto batch = std::make_unique<EventBatch>();
    batch->replaces = !options_.failed_only;
    const auto headers = parse_headers(read.body.headers);
    const Status status = headers
                              ? read_body(source_of(read.body), read.body.body, *headers, *batch, read.body.received)
                              : headers.error();
    if (status.ok()) {
      read.outcome = outcome_of(*batch);
      read.batch = std::move(batch);
      divide(read);
    } else {
      read.outcome = status.to_string();
    }
  }

  // In one transaction; where one of them is at fault, one by one.
  Status store(std::vector<Read>& page) {
    std::vector<const EventBatch*> batches;
    for (const Read& read : page) {
      if (read.batch == nullptr) continue;
      batches.push_back(read.batch.get());
      batches.push_back(read.again.get());
    }
    if (batches.empty()) return {};
    Result<std::vector<AppendReceipt>> together = store_.append_all(batches, {});
    if (together) {
      for (const AppendReceipt& receipt : *together) count(receipt);
      return {};
    }
    if (together.error().code() == StatusCode::kUnavailable) return std::move(together).error();
    for (Read& read : page) {
      if (read.batch == nullptr) continue;
      const std::array<const EventBatch*, 2> both{read.batch.get(), read.again.get()};
      const Result<std::vector<AppendReceipt>> alone = store_.append_all(both, {});
      if (alone) {
        for (const AppendReceipt& receipt : *alone) count(receipt);
      } else if (alone.error().code() == StatusCode::kUnavailable) {
        return alone.error();
      } else {
        read.outcome = alone.error().to_string();
        read.batch.reset();
      }
    }
    return {};
  }

  void count(const AppendReceipt& receipt) {
    report_.stored += receipt.stored + receipt.replaced;
    report_.repeats += receipt.repeats;
  }

  Status settle(const Read& read) {
    ++report_.bodies;
    report_.rejected += read.batch == nullptr ? 1 : static_cast<int64_t>(read.batch->rejects.size());
    if (read.outcome.empty() && !read.body.outcome.empty()) ++report_.mended;
    if (!read.outcome.empty()) {
      ++report_.failed;
      if (report_.faults.size() < kFaultsShown) {
        report_.faults.push_back({read.body.number, read.body.source, read.outcome});
      }
    }
    return read.outcome == read.body.outcome ? Status() : store_.set_outcome(read.body.number, read.outcome);
  }

  Store& store_;
  const SourceBook& sources_;
  const ReplayOptions& options_;
  ReplayReport report_;
  KeySet told_;
  int64_t after_ = 0;
};

}  // namespace

Result<ReplayReport> replay(Store& store, const SourceBook& sources, const ReplayOptions& options) {
  // A source may be gone from the book while its bodies are still there.
  if (!options.source.empty()) {
    if (const Result<SourceSpec> known = sources.find(options.source); !known) {
      bool any = false;
      const Status status = store.raw_bodies({options.source, false, 0}, [&any](const RawBody&) {
        any = true;
        return Status(StatusCode::kCancelled, "one is enough");
      });
      if (!any) return status.ok() || status.code() == StatusCode::kCancelled ? known.error() : status;
    }
  }
  return Replay(store, sources, options).run();
}

}  // namespace sojourn
