// Several batches on their way into the record, in one transaction. For append.cc and append_rows.cc alone.
//
//   begin -> find_tellings (what is told again) -> take (what is new, and who it is of)
//         -> write (rows of every table) -> regroup -> commit
//
// REQUIRES: writing_ and knowing_ of the record are held alone, book and keys are loaded. After an error the record
// must forget(): what is in memory has run ahead of the tables.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/record.h"

namespace sojourn {

class Record::Appending {
 public:
  Appending(Record& record, std::span<const EventBatch* const> batches, std::span<const RawBody> bodies)
      : record_(record), bodies_(bodies) {
    for (const EventBatch* batch : batches) parts_.push_back({batch, 0, 0, 0, 0, {}});
  }
  Result<std::vector<AppendReceipt>> run();

 private:
  // A batch, and what has become of it.
  struct BatchPart {
    const EventBatch* batch = nullptr;
    uint32_t source = 0;
    size_t new_begin = 0;  // Its events that are stored, in new_: those that are new, and newer tellings.
    size_t new_end = 0;
    int64_t new_rejects = 0;
    AppendReceipt receipt;
  };
  struct New {
    const Event* event = nullptr;
    EventKey key;
    IdentifierCode who = 0;
    uint32_t first_other = 0;  // Into others_: all its identifiers, when there are several.
    uint32_t other_count = 0;
  };

  // --- append.cc
  void take(BatchPart& part);
  void store(const EventKey& key, const BatchPart& part, const Event& event);
  void name(New& one, const std::string& source);
  IdentifierCode primary(std::span<const IdentifierCode> codes) const;

  // --- retelling.cc
  Event stored(const DuckRows& rows, size_t row) const;
  Status find_tellings();
  Status read_contents();
  const Telling* in_force(const EventKey& key) const;
  bool says_the_same(const Telling& telling, const Event& event) const;
  bool replaces(const BatchPart& part, const Event& event, const Telling& telling) const;
  Status write_versions();

  // --- append_rows.cc
  std::vector<Field> present_fields() const;
  Status write_events();
  void put_fixed(DuckAppender& rows, const BatchPart& part, const New& one, int64_t sequence) const;
  void put_field(DuckAppender& rows, size_t column, const Event& event, Field field) const;
  Status write_rejects();
  Status write_terms(uint32_t known);
  Status write_bodies();
  Status write_counts();
  // Adds up what the batch brought in the ledger; true when its line is new.
  bool count(const BatchPart& part);
  Status write_line(const SourceLedger::Key& key, const SourceLine& line, bool made);

  Record& record_;
  std::span<const RawBody> bodies_;
  const Micros at_ = now();
  std::vector<BatchPart> parts_;
  std::vector<New> new_;
  std::vector<IdentifierCode> others_;
  bool retelling_ = false;                          // Some events have a version or may replace others.
  VersionBook told_;                                // Of events without a version, as far as retellings need it.
  std::unordered_map<int64_t, EventKey> contents_;  // By sequence: what those say that may be replaced.
  std::vector<Superseded> superseded_;
  int64_t new_rejects_ = 0;
  EventKey last_reject_;  // The newest of them.
};

}  // namespace sojourn
