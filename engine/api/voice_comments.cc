#include "api/voice_comments.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <span>

#include "base/decimal.h"
#include "base/parallel.h"
#include "enrich/turns.h"
#include "enrich/voiced_snapshot.h"
#include "event/event.h"
#include "timelines/columns.h"

namespace sojourn {
namespace {

constexpr size_t kEventsMax = 100'000;  // Of the customers of one page, at the moments of its comments.

struct Found {
  CommentPlace place;
  size_t block = 0;
  size_t index = 0;
};
constexpr auto kNewer = [](const Found& a, const Found& b) { return a.place > b.place; };

Result<ColumnId> column_named(const Snapshot& snapshot, std::string_view name) {
  const std::optional<ColumnId> column = snapshot.find_column(name);
  if (column) return *column;
  return Status::internal("the timelines have no column " + std::string(name));
}

std::string_view name_of(VoiceColumn column) { return voice_columns()[static_cast<size_t>(column)].name; }

// The newest comments that pass, and how many pass.
class CommentWalk {
 public:
  CommentWalk(const Snapshot& snapshot, const Predicate& predicate, ColumnId language, const CommentQuery& query)
      : snapshot_(snapshot), predicate_(predicate), language_(language), query_(query), own_(thread_count()) {
    columns_ = predicate.columns();
    columns_.push_back(language);
    std::ranges::sort(columns_);
    columns_.erase(std::unique(columns_.begin(), columns_.end()), columns_.end());
  }

  Status run() {
    parallel_for(snapshot_.block_count(), own_.size(), [&](size_t thread, size_t index) {
      if (left()) return;
      Own& own = own_[thread];
      if (own.reader == nullptr) own.reader = snapshot_.reader(columns_);
      const Block& block = own.reader->read(index);
      if (!has_customer(block)) return;
      own.bits.reset(block.event_count(), true);
      predicate_.select(block, own.bits);
      for (size_t c = 0; c < block.customers.size(); ++c) look_at(block, index, c, own);
    });
    if (left()) return {StatusCode::kCancelled, "nobody waits for the comments any more"};
    return snapshot_.status();
  }

  int64_t total() const {
    int64_t total = 0;
    for (const Own& own : own_) total += own.total;
    return total;
  }
  std::vector<Found> newest() const {
    std::vector<Found> all;
    for (const Own& own : own_) all.insert(all.end(), own.newest.begin(), own.newest.end());
    std::ranges::sort(all, kNewer);
    if (all.size() > query_.limit + 1) all.resize(query_.limit + 1);
    return all;
  }

 private:
  struct Own {
    std::unique_ptr<BlockReader> reader;
    EventBits bits;
    std::vector<Found> newest;  // A heap, the oldest first.
    int64_t total = 0;
  };

  bool has_customer(const Block& block) const {
    return !query_.customer || std::ranges::binary_search(block.customers, *query_.customer);
  }
  bool left() const { return query_.cancelled != nullptr && *query_.cancelled; }

  void look_at(const Block& block, size_t index, size_t customer, Own& own) const {
    if (query_.customer && block.customers[customer] != *query_.customer) return;
    const CodeColumn& language = block.column(language_).codes;
    uint32_t nth = 0;
    for (size_t i = block.begins[customer]; i < block.begins[customer + 1]; ++i) {
      nth = i > block.begins[customer] && block.times[i] == block.times[i - 1] ? nth + 1 : 0;
      if (!own.bits.test(i) || language[i] == 0 || !query_.range.contains(block.times[i])) continue;
      ++own.total;
      const CommentPlace place{block.times[i], block.customers[customer], nth};
      if (place < query_.before) keep({place, index, i}, own.newest);
    }
  }

  void keep(const Found& found, std::vector<Found>& newest) const {
    const bool full = newest.size() > query_.limit;  // One more tells that there is a next page.
    if (full && newest.front().place > found.place) return;
    newest.push_back(found);
    std::ranges::push_heap(newest, kNewer);
    if (!full) return;
    std::ranges::pop_heap(newest, kNewer);
    newest.pop_back();
  }

  const Snapshot& snapshot_;
  const Predicate& predicate_;
  const ColumnId language_;
  const CommentQuery& query_;
  std::vector<ColumnId> columns_;
  std::vector<Own> own_;
};

// What pages show of events, from the blocks they are in.
class CommentReader {
 public:
  explicit CommentReader(const Snapshot& snapshot)
      : snapshot_(snapshot), out_(snapshot.names(column_of(Field::kDirection))->find("out")) {}

  Status open() {
    for (const auto& [name, member] : kTerms) {
      SOJOURN_TRY(const ColumnId column, column_named(snapshot_, name));
      terms_.emplace_back(column, member);
      columns_.push_back(column);
    }
    for (const auto& [voice, member] : kVoice) {
      SOJOURN_TRY(const ColumnId column, column_named(snapshot_, name_of(voice)));
      voice_.emplace_back(column, member);
      columns_.push_back(column);
    }
    SOJOURN_TRY(score_, column_named(snapshot_, name_of(VoiceColumn::kScore)));
    SOJOURN_TRY(turns_, column_named(snapshot_, kTurnsProperty));
    columns_.push_back(score_);
    columns_.push_back(turns_);
    for (const Field field : {Field::kText, Field::kDirection, Field::kAnswer, Field::kScaleMin, Field::kScaleMax}) {
      columns_.push_back(column_of(field));
    }
    reader_ = snapshot_.reader(columns_);
    return {};
  }

  VoiceComment read(const Found& found) {
    if (!block_ || at_ != found.block) {
      block_ = reader_->read(found.block);
      at_ = found.block;
    }
    const Block& block = *block_;
    VoiceComment comment;
    comment.place = found.place;
    for (const auto& [column, member] : terms_) comment.*member = term(column, found.index);
    for (const auto& [column, member] : voice_) comment.voice.*member = term(column, found.index);
    comment.voice.score = number(score_, found.index);
    comment.answer = number(column_of(Field::kAnswer), found.index);
    comment.scale_min = number(column_of(Field::kScaleMin), found.index);
    comment.scale_max = number(column_of(Field::kScaleMax), found.index);
    comment.text = text(found.index);
    const auto customer = std::ranges::lower_bound(block.customers, found.place.customer);
    comment.identified = block.identified[static_cast<size_t>(customer - block.customers.begin())] != 0;
    return comment;
  }

 private:
  static constexpr std::pair<std::string_view, std::string VoiceComment::*> kTerms[] = {
      {"source", &VoiceComment::source},         {"channel", &VoiceComment::channel},
      {"touchpoint", &VoiceComment::touchpoint}, {"kind", &VoiceComment::kind},
      {"language", &VoiceComment::language},
  };
  static constexpr std::pair<VoiceColumn, std::string VoiceWords::*> kVoice[] = {
      {VoiceColumn::kLanguage, &VoiceWords::language}, {VoiceColumn::kSentiment, &VoiceWords::sentiment},
      {VoiceColumn::kEmotion, &VoiceWords::emotion},   {VoiceColumn::kMotive, &VoiceWords::motive},
      {VoiceColumn::kIntent, &VoiceWords::intent},     {VoiceColumn::kTopic, &VoiceWords::topic},
      {VoiceColumn::kWish, &VoiceWords::wish},         {VoiceColumn::kObstacle, &VoiceWords::obstacle},
      {VoiceColumn::kRival, &VoiceWords::rival},
  };

  std::string term(ColumnId column, size_t index) const {
    const uint32_t code = block_->column(column).codes[index];
    return code == 0 ? std::string() : std::string(snapshot_.names(column)->text(code));
  }
  std::optional<double> number(ColumnId column, size_t index) const {
    const double value = block_->column(column).numbers[index];
    return std::isnan(value) ? std::nullopt : std::optional(value);
  }
  std::string text(size_t index) {
    const CustomerSaid said =
        customer_said(block_->column(column_of(Field::kText)).texts[index], block_->column(turns_).texts[index],
                      out_ && block_->column(column_of(Field::kDirection)).codes[index] == *out_);
    std::string text(said.text);
    if (!text.empty()) return text;
    const auto turns = turns_reader_.read(said.turns);
    if (turns) customer_text(*turns, text);
    return text;
  }

  const Snapshot& snapshot_;
  std::optional<uint32_t> out_;
  std::vector<ColumnId> columns_;
  std::vector<std::pair<ColumnId, std::string VoiceComment::*>> terms_;
  std::vector<std::pair<ColumnId, std::string VoiceWords::*>> voice_;
  ColumnId score_ = 0, turns_ = 0;
  TurnsReader turns_reader_;
  std::unique_ptr<BlockReader> reader_;
  std::optional<Block> block_;
  size_t at_ = 0;
};

// Numbers and ids of the events, by customer, moment and place among the customer's events of that moment.
Status add_events(Store& store, std::span<VoiceComment> comments) {
  if (comments.empty()) return {};
  std::string times, customers;
  for (const VoiceComment& each : comments) {
    times += (times.empty() ? "" : ",") + std::to_string(each.place.time);
    customers += (customers.empty() ? "" : ",") + std::to_string(each.place.customer);
  }
  SOJOURN_TRY(const SqlTable table, store.sql("SELECT c.customer, e.time, e.sequence, e.id FROM event e "
                                              "ANTI JOIN superseded s ON s.sequence = e.sequence "
                                              "JOIN customer c ON c.identifier = e.who WHERE e.time IN (" +
                                                  times + ") AND c.customer IN (" + customers + ") ORDER BY e.sequence",
                                              kEventsMax));
  std::map<std::pair<std::string, std::string>, std::vector<size_t>> rows;  // By customer and time.
  for (size_t i = 0; i < table.rows.size(); ++i) {
    rows[{table.rows[i][0].value_or(""), table.rows[i][1].value_or("")}].push_back(i);
  }
  for (VoiceComment& each : comments) {
    const auto found = rows.find({std::to_string(each.place.customer), std::to_string(each.place.time)});
    if (found == rows.end() || each.place.nth >= found->second.size()) continue;
    const auto& row = table.rows[found->second[each.place.nth]];
    const Result<int64_t> sequence = parse_integer(row[2].value_or(""));
    if (sequence) each.sequence = *sequence;
    each.event_id = row[3].value_or("");
  }
  return {};
}

struct Newest {
  std::vector<Found> found;
  int64_t total = 0;
  bool more = false;
};

Result<Newest> find_newest(const Snapshot& snapshot, const CommentQuery& query) {
  SOJOURN_CHECK(hear_words(snapshot, query.cancelled));
  SOJOURN_TRY(const ColumnId language, column_named(snapshot, name_of(VoiceColumn::kLanguage)));
  SOJOURN_TRY(const std::shared_ptr<const Predicate> predicate, bind_filter(query.filter, snapshot, query.context));
  CommentWalk walk(snapshot, *predicate, language, query);
  SOJOURN_CHECK(walk.run());
  Newest newest{walk.newest(), walk.total(), false};
  newest.more = newest.found.size() > query.limit;
  if (newest.more) newest.found.pop_back();
  return newest;
}

// Visits them block by block, each with its position among the newest.
template <typename Visit>
Status read_each(const Snapshot& snapshot, const std::vector<Found>& found, const Visit& visit) {
  CommentReader reader(snapshot);
  SOJOURN_CHECK(reader.open());
  std::vector<size_t> order(found.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&found](size_t i) { return found[i].block; });
  for (const size_t i : order) visit(i, reader.read(found[i]));
  return snapshot.status();
}

}  // namespace

std::string comment_place_text(const CommentPlace& place) {
  return std::to_string(place.time) + "." + std::to_string(place.customer) + "." + std::to_string(place.nth);
}

Result<CommentPlace> parse_comment_place(const std::string& text) {
  if (text.empty()) return CommentPlace();
  const size_t first = text.find('.');
  const size_t second = first == std::string::npos ? first : text.find('.', first + 1);
  if (second != std::string::npos) {
    const Result<int64_t> time = parse_integer(text.substr(0, first));
    const Result<int64_t> customer = parse_integer(text.substr(first + 1, second - first - 1));
    const Result<int64_t> nth = parse_integer(text.substr(second + 1));
    const auto fits = [](const Result<int64_t>& part) { return part && *part >= 0 && *part <= UINT32_MAX; };
    if (time && fits(customer) && fits(nth)) {
      return CommentPlace{*time, static_cast<uint32_t>(*customer), static_cast<uint32_t>(*nth)};
    }
  }
  return Status::invalid("`next` of the page before was expected", "before");
}

Result<EventPlace> find_event(Store& store, int64_t sequence) {
  SOJOURN_TRY(
      const SqlTable table,
      store.sql("SELECT c.customer, e.time FROM event e JOIN customer c ON c.identifier = e.who WHERE e.sequence = " +
                    std::to_string(sequence),
                1));
  const auto cell = [&table](size_t column) {
    return parse_integer(table.rows.empty() ? std::string() : table.rows[0][column].value_or(""));
  };
  const Result<int64_t> customer = cell(0), time = cell(1);
  if (customer && time) return EventPlace{static_cast<uint32_t>(*customer), *time};
  return Status::not_found("there is no event " + std::to_string(sequence), "event");
}

Result<CommentPage> read_comments(Store& store, const Snapshot& snapshot, const CommentQuery& query) {
  SOJOURN_TRY(const Newest newest, find_newest(snapshot, query));
  CommentPage page;
  page.total = newest.total;
  page.more = newest.more;
  page.comments.resize(newest.found.size());
  SOJOURN_CHECK(read_each(snapshot, newest.found,
                          [&page](size_t i, VoiceComment comment) { page.comments[i] = std::move(comment); }));
  SOJOURN_CHECK(add_events(store, page.comments));
  return page;
}

Result<std::vector<PlainComment>> read_comment_texts(const Snapshot& snapshot, const CommentQuery& query) {
  SOJOURN_TRY(const Newest newest, find_newest(snapshot, query));
  std::vector<PlainComment> texts(newest.found.size());
  SOJOURN_CHECK(read_each(snapshot, newest.found, [&texts](size_t i, VoiceComment comment) {
    texts[i] = {std::move(comment.text), std::move(comment.voice.language)};
  }));
  return texts;
}

}  // namespace sojourn
