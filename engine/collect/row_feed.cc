#include "collect/row_feed.h"

#include "base/hash.h"

namespace sojourn {

bool has_matter(const EventBatch& batch) {
  return batch.counts.rows > 0 || !batch.events.empty() || !batch.rejects.empty();
}

Result<Fed> RowFeed::next(EventBatch& batch) {
  const IntakeCounts before = batch.counts;
  const size_t events_before = batch.events.size();
  const size_t rejects_before = batch.rejects.size();
  SOJOURN_TRY(const Fed fed, feed(batch));
  if (known_.spoken.size() < number_) known_.spoken.resize(number_);
  if (batch.events.size() > events_before || batch.rejects.size() > rejects_before) known_.spoken[number_ - 1] = true;
  if (again_) {
    batch.counts.rows = before.rows;
    batch.counts.without_id = before.without_id;
    batch.counts.without_time = before.without_time;
  }
  if (known_.several) drop_told(batch, rejects_before);
  return fed;
}
Result<Fed> RowFeed::feed(EventBatch& batch) {
  RowSource& rows = *opened_.rows;
  if (!waiting_) {
    const Result<bool> more = rows.next(row_);
    if (rows.columns().size() != known_columns_) {
      known_columns_ = rows.columns().size();
      SOJOURN_CHECK(mapper_.resolve(rows.columns(), opened_.growing));
    }
    if (more && !*more) return Fed::kEnd;
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return more.error();
    ++number_;
    if (!more) {
      ++batch.counts.rows;
      ++batch.counts.rejected;
      batch.rejects.push_back(make_reject(more.error(), rows, batch.input));
      return Fed::kRow;
    }
    waiting_ = true;
    counted_ = false;
  }
  const std::string_view source = source_of_row();
  if (batch.source != source) {
    if (has_matter(batch)) return Fed::kHandOver;
    batch.source = source;
  }
  if (!counted_) ++batch.counts.rows;
  counted_ = true;
  if (!mapper_.map(row_, number_, rows, batch)) return Fed::kHandOver;
  waiting_ = false;
  return Fed::kRow;
}

std::string_view RowFeed::source_of_row() const {
  const std::string_view named = source_.asked.empty() ? mapper_.source_of(row_) : std::string_view();
  return named.empty() ? std::string_view(usual_source()) : named;
}

void RowFeed::drop_told(EventBatch& batch, size_t from) {
  const auto is_old = [&](const Reject& reject) {
    return !known_.told.insert(hash64(std::to_string(reject.line) + '\n' + reject.field + '\n' + reject.reason)).second;
  };
  const auto fresh_end =
      std::remove_if(batch.rejects.begin() + static_cast<std::ptrdiff_t>(from), batch.rejects.end(), is_old);
  batch.counts.rejected -= batch.rejects.end() - fresh_end;
  batch.rejects.erase(fresh_end, batch.rejects.end());
}

}  // namespace sojourn
