// For the tests of this folder: batches in a few words, and a folder that goes away.
#pragma once

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/store.h"

namespace sojourn {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sojourn_store_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

using Who = std::vector<std::pair<IdentifierKind, std::string>>;

class BatchMaker {
 public:
  explicit BatchMaker(std::string source = "shop", std::string input = "events.csv", int64_t run = 0) {
    batch_.source = std::move(source);
    batch_.input = std::move(input);
    batch_.import_run = run;
  }
  // The event, to be given more fields.
  Event& add(std::string_view id, Micros time, const Who& who, std::string_view touchpoint = "") {
    Event& event = batch_.events.emplace_back();
    event.id = keep(id);
    event.time = time;
    for (const auto& [kind, value] : who) event.who[event.who_count++] = {kind, keep(value)};
    if (!touchpoint.empty()) event.set_text(Field::kTouchpoint, keep(touchpoint));
    ++batch_.counts.rows;
    if (who.empty()) ++batch_.counts.without_id;
    return event;
  }
  void reject(uint64_t line, std::string field, std::string reason, std::string raw) {
    batch_.rejects.push_back({batch_.input, line, std::move(field), std::move(reason), std::move(raw)});
    ++batch_.counts.rows;
    ++batch_.counts.rejected;
  }
  std::string_view keep(std::string_view text) { return batch_.arena.keep(text); }
  EventBatch& batch() { return batch_; }

 private:
  EventBatch batch_;
};

// The value, or the end of the test program with the reason.
template <class T>
T must(Result<T> result) {
  if (!result) std::fprintf(stderr, "%s\n", result.status().to_string().c_str());
  return std::move(result).value();
}

inline std::unique_ptr<Store> open_store(const std::string& folder) { return must(Store::open(folder, {})); }
inline AppendReceipt append(Store& store, BatchMaker& maker) { return must(store.append(maker.batch())); }

}  // namespace sojourn
