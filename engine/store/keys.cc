// Which events and rejects the record holds already. The tables are the truth; the runs of keys beside them spare reading
// it (key_index.h).
#include "store/record.h"
#include "store/reject_key.h"

namespace sojourn {
namespace {

constexpr int kLoadingsMax = 16;          // More means a disk that gives back nothing as it was written.
constexpr int64_t kTellFrom = 1'000'000;  // Rows, a second or two.

std::string rows_of(const char* column, const KeyIndex::Range& gap) {
  return std::string(" WHERE ") + column + " > " + std::to_string(gap.after) + " AND " + column +
         " <= " + std::to_string(gap.up_to);
}

}  // namespace

Status Record::wait_for_keys() {
  SOJOURN_CHECK(event_keys_.wait_for_room());
  return reject_keys_.wait_for_room();
}

Status Record::know_keys() {
  if (has_keys_ && keys_ready().ok()) return {};
  has_keys_ = false;
  SOJOURN_CHECK(load_versions());
  // While gaps are filled, a merge may come upon a damaged run and remove it: then there is another gap.
  Status ready;
  for (int loading = 0; loading < kLoadingsMax && !has_keys_; ++loading) {
    SOJOURN_CHECK(load_event_keys());
    SOJOURN_CHECK(load_reject_keys());
    ready = keys_ready();
    has_keys_ = ready.ok();
  }
  return ready;
}

Status Record::keys_ready() {
  SOJOURN_CHECK(event_keys_.ready());
  return reject_keys_.ready();
}

Status Record::load_versions() {
  versions_ = {};
  SOJOURN_TRY(DuckRows rows, writer_.query("SELECT key_low, key_high, version, sequence, who FROM event_version"
                                           " ORDER BY sequence"));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    for (size_t i = 0; i < rows.size(); ++i) {
      versions_.put({rows.values<uint64_t>(0)[i], rows.values<uint64_t>(1)[i]},
                    {rows.values<int64_t>(2)[i], rows.values<int64_t>(3)[i], rows.values<IdentifierCode>(4)[i]});
    }
  }
}

Status Record::load_event_keys() {
  SOJOURN_CHECK(event_keys_.open(last_sequence_, [this](const KeyMark& mark) -> Result<bool> {
    SOJOURN_TRY(DuckRows rows, writer_.query("SELECT key_low, key_high, received FROM event WHERE sequence = " +
                                             std::to_string(mark.number)));
    SOJOURN_TRY(const bool some, rows.next_chunk());
    return some && EventKey{rows.values<uint64_t>(0)[0], rows.values<uint64_t>(1)[0]} == mark.key &&
           rows.values<int64_t>(2)[0] == mark.at;
  }));
  for (const KeyIndex::Range& gap : event_keys_.gaps()) {
    tell_of_keys("events", gap);
    SOJOURN_CHECK(fill_event_keys(gap).within(folder_ + "/record.duckdb: table event"));
  }
  return {};
}

Status Record::fill_event_keys(const KeyIndex::Range& gap) {
  event_keys_.fill_from(gap.after);
  SOJOURN_TRY(DuckRows rows,
              writer_.query("SELECT sequence, key_low, key_high, received FROM event" + rows_of("sequence", gap)));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return event_keys_.filled(gap);
    for (size_t i = 0; i < rows.size(); ++i) {
      SOJOURN_CHECK(event_keys_.fill({rows.values<int64_t>(0)[i],
                                      {rows.values<uint64_t>(1)[i], rows.values<uint64_t>(2)[i]},
                                      rows.values<int64_t>(3)[i]}));
    }
  }
}

// Rejects have no number: none is ever removed, so that a row's place in the table (rowid, from 0) stays. Their keys
// are made again from what they say.
Status Record::load_reject_keys() {
  SOJOURN_CHECK(reject_keys_.open(last_reject_, [this](const KeyMark& mark) -> Result<bool> {
    SOJOURN_TRY(DuckRows rows, writer_.query("SELECT source, line, rejected_at, file, field, reason, raw FROM reject"
                                             " WHERE rowid = " +
                                             std::to_string(mark.number - 1)));
    SOJOURN_TRY(const bool some, rows.next_chunk());
    return some && stored_reject_key(rows, 0) == mark.key && rows.values<int64_t>(2)[0] == mark.at;
  }));
  for (const KeyIndex::Range& gap : reject_keys_.gaps()) {
    tell_of_keys("rejects", gap);
    SOJOURN_CHECK(fill_reject_keys(gap).within(folder_ + "/record.duckdb: table reject"));
  }
  return {};
}

EventKey Record::stored_reject_key(const DuckRows& rows, size_t row) const {
  return reject_key(vocabulary_->text(rows.values<uint32_t>(0)[row]), rows.text(3, row),
                    static_cast<uint64_t>(rows.values<int64_t>(1)[row]), rows.text(4, row), rows.text(5, row),
                    rows.text(6, row));
}

Status Record::fill_reject_keys(const KeyIndex::Range& gap) {
  reject_keys_.fill_from(gap.after);
  SOJOURN_TRY(DuckRows rows,
              writer_.query("SELECT source, line, rejected_at, file, field, reason, raw, rowid + 1 FROM reject" +
                            rows_of("rowid", {gap.after - 1, gap.up_to - 1})));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return reject_keys_.filled(gap);
    for (size_t i = 0; i < rows.size(); ++i) {
      SOJOURN_CHECK(
          reject_keys_.fill({rows.values<int64_t>(7)[i], stored_reject_key(rows, i), rows.values<int64_t>(2)[i]}));
    }
  }
}

void Record::tell_of_keys(const char* what, const KeyIndex::Range& gap) const {
  if (!tell_ || gap.up_to - gap.after < kTellFrom) return;
  tell_("the keys of " + std::to_string(gap.up_to - gap.after) + " " + what +
        " are read from the record anew; a million take about a second");
}

}  // namespace sojourn
