#include "intake/replay.h"

#include <memory>

#include "intake/read_body.h"

namespace sojourn {
namespace {

constexpr size_t kPageBodies = 256;
constexpr size_t kPageBytes = 16 * 1024 * 1024;
constexpr size_t kFaultsShown = 10;

struct Read {
  RawBody body;
  std::unique_ptr<EventBatch> batch;  // Null: it could not be read.
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
      page.push_back({body, nullptr, {}});
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

  void read_again(Read& read) const {
    auto batch = std::make_unique<EventBatch>();
    batch->replaces = true;
    const auto headers = parse_headers(read.body.headers);
    const Status status = headers
                              ? read_body(source_of(read.body), read.body.body, *headers, *batch, read.body.received)
                              : headers.error();
    if (status.ok()) {
      read.outcome = outcome_of(*batch);
      read.batch = std::move(batch);
    } else {
      read.outcome = status.to_string();
    }
  }

  // In one transaction; where one of them is at fault, one by one.
  Status store(std::vector<Read>& page) {
    std::vector<const EventBatch*> batches;
    for (const Read& read : page) {
      if (read.batch != nullptr) batches.push_back(read.batch.get());
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
      const EventBatch* const one = read.batch.get();
      const Result<std::vector<AppendReceipt>> alone = store_.append_all({&one, 1}, {});
      if (alone) {
        count(alone->front());
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
    if (read.batch != nullptr) report_.rejected += static_cast<int64_t>(read.batch->rejects.size());
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
