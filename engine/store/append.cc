// Batches become part of the record: all of them or nothing.
#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "base/limits.h"
#include "store/appending.h"

namespace sojourn {
namespace {

std::string hex(const EventKey& key) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const uint64_t half : {key.high, key.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(half >> shift) & 15];
  }
  return out;
}

// The name of the nobody behind an event without identifier: the lines of one order are one nobody's, all else stands
// alone.
EventKey nobody(const Event& event, const EventKey& key, std::string_view source) {
  if (!event.has(Field::kOrder)) return key;
  std::string text(source);
  text += '\0';
  text += event.text(Field::kOrder);
  const Hash128 hash = hash128(text);
  return {hash.low, hash.high};
}

bool joins(IdentifierKind kind) { return kind <= IdentifierKind::kDevice; }

// An event's texts stand where they like: a batch may share them with others.
size_t text_bytes(const Event& event) {
  size_t bytes = event.id.size() + event.properties.size();
  for (size_t i = 0; i < event.who_count; ++i) bytes += event.who[i].value.size();
  for (uint64_t fields = event.present; fields != 0; fields &= fields - 1) {
    bytes += event.texts[static_cast<size_t>(std::countr_zero(fields))].size();
  }
  return bytes;
}

// What a commit of these writes to the log, rather more than less.
size_t log_bytes(std::span<const EventBatch* const> batches, std::span<const RawBody> bodies) {
  constexpr size_t kEventBytes = 1024;
  constexpr size_t kRejectBytes = 512;
  size_t bytes = kSmallCommitBytes;
  for (const EventBatch* batch : batches) {
    bytes += batch->events.size() * kEventBytes;
    for (const Event& event : batch->events) bytes += 2 * text_bytes(event);
    for (const Reject& reject : batch->rejects) bytes += 2 * (kRejectBytes + reject.raw.size());
  }
  for (const RawBody& body : bodies) bytes += 2 * (body.headers.size() + body.body.size());
  return bytes;
}

Status check_batch(const EventBatch& batch) {
  if (batch.events.size() > limits::kBatchEventsMax) {
    return Status::limit("a batch holds at most " + std::to_string(limits::kBatchEventsMax) + " events, this one " +
                         std::to_string(batch.events.size()));
  }
  if (batch.source.empty()) return Status::invalid("a batch needs the name of its source", "source");
  return {};
}

}  // namespace

Result<std::vector<AppendReceipt>> Record::Appending::run() {
  Vocabulary& vocabulary = *record_.vocabulary_;
  const uint32_t terms = vocabulary.size();
  const IdentifierCode identifiers = record_.book_->size();
  const int64_t links = record_.book_->link_count();
  SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(record_.writer_));
  SOJOURN_CHECK(find_tellings());
  SOJOURN_CHECK(read_contents());
  for (BatchPart& part : parts_) {
    part.source = vocabulary.find_or_add(part.batch->source);
    take(part);
  }
  SOJOURN_CHECK(record_.event_keys_.fault());
  SOJOURN_CHECK(write_events());
  SOJOURN_CHECK(write_versions());
  SOJOURN_CHECK(write_rejects());
  SOJOURN_CHECK(write_bodies());
  SOJOURN_CHECK(write_terms(terms));
  SOJOURN_CHECK(record_.write_identities(identifiers, links, at_, ""));
  SOJOURN_CHECK(record_.write_earlier_links(links));
  SOJOURN_TRY(const Regrouped regrouped, record_.regroup());
  SOJOURN_CHECK(write_counts());
  SOJOURN_CHECK(record_.commit(std::move(transaction), regrouped));
  // In this order: who sees the newer tellings' numbers must not miss what they replaced.
  record_.superseded_count_ += static_cast<int64_t>(superseded_.size());
  record_.last_sequence_ += static_cast<int64_t>(new_.size());
  record_.last_raw_ += static_cast<int64_t>(bodies_.size());
  record_.last_reject_ += new_rejects_;
  if (!new_.empty()) record_.event_keys_.committed({record_.last_sequence_, new_.back().key, at_});
  if (new_rejects_ > 0) record_.reject_keys_.committed({record_.last_reject_, last_reject_, at_});
  std::vector<AppendReceipt> receipts;
  for (const BatchPart& part : parts_) receipts.push_back(part.receipt);
  return receipts;
}

// Finds out what is new, and what is told anew.
void Record::Appending::take(BatchPart& part) {
  part.new_begin = new_.size();
  for (const Event& event : part.batch->events) {
    const EventKey key = event_key(part.batch->source, event);
    if (record_.event_keys_.insert(key)) {
      store(key, part, event);
      ++part.receipt.stored;
      continue;
    }
    const Telling* telling = retelling_ ? in_force(key) : nullptr;
    if (telling == nullptr || !replaces(part, event, *telling)) {
      ++part.receipt.repeats;
      continue;
    }
    const int64_t sequence = record_.last_sequence_ + static_cast<int64_t>(new_.size()) + 1;
    superseded_.push_back({telling->sequence, telling->who, sequence});
    store(key, part, event);
    ++part.receipt.replaced;
  }
  part.new_end = new_.size();
}

void Record::Appending::store(const EventKey& key, const BatchPart& part, const Event& event) {
  New& one = new_.emplace_back(New{&event, key, 0, 0, 0});
  name(one, part.batch->source);
  const Telling telling{event.version, record_.last_sequence_ + static_cast<int64_t>(new_.size()), one.who};
  if (event.version != 0) {
    record_.versions_.put(key, telling);
  } else if (retelling_) {
    told_.put(key, telling);
  }
}

// Gives a new event its identifiers, and notes which stood together.
void Record::Appending::name(New& one, const std::string& source) {
  IdentityBook& book = *record_.book_;
  const Event& event = *one.event;
  if (event.who_count == 0) {
    one.who = book.find_or_add(IdentifierKind::kUnknown, hex(nobody(event, one.key, source)));
    return;
  }
  one.first_other = static_cast<uint32_t>(others_.size());
  for (size_t i = 0; i < event.who_count; ++i) {
    const IdentifierCode code = book.find_or_add(event.who[i].kind, event.who[i].value);
    const auto known = others_.begin() + one.first_other;
    if (std::find(known, others_.end(), code) == others_.end()) others_.push_back(code);
  }
  const std::span<IdentifierCode> all = std::span(others_).subspan(one.first_other);
  one.who = primary(all);
  const auto place = std::find(all.begin(), all.end(), one.who);
  std::rotate(all.begin(), place, place + 1);
  for (const IdentifierCode code : all) {
    if (code != one.who && joins(book.kind(one.who)) && joins(book.kind(code))) book.see(one.who, code, event.time);
  }
  one.other_count = static_cast<uint32_t>(all.size());
  if (one.other_count == 1) {
    others_.pop_back();
    one.other_count = 0;
  }
}

// Whose event it is: the surest identifier (they come surest first), but not a mailbox that many write from while a
// person is named as well.
IdentifierCode Record::Appending::primary(std::span<const IdentifierCode> codes) const {
  const IdentityBook& book = *record_.book_;
  const auto person = std::find_if(codes.begin(), codes.end(),
                                   [&](IdentifierCode code) { return joins(book.kind(code)) && !book.generic(code); });
  return person == codes.end() ? codes.front() : *person;
}

Result<AppendReceipt> Record::append(const EventBatch& batch) {
  const EventBatch* const one[] = {&batch};
  SOJOURN_TRY(const std::vector<AppendReceipt> receipts, append_all(one, {}));
  return receipts.front();
}

Result<std::vector<AppendReceipt>> Record::append_all(std::span<const EventBatch* const> batches,
                                                      std::span<const RawBody> bodies) {
  for (const EventBatch* batch : batches) SOJOURN_CHECK(check_batch(*batch));
  const std::lock_guard writing(writing_);
  SOJOURN_CHECK(ready_to_write(log_bytes(batches, bodies)));
  SOJOURN_CHECK(wait_for_keys());
  const auto write = [&]() -> Result<std::vector<AppendReceipt>> {
    const Knowing knowing(knowing_);
    SOJOURN_CHECK(know_identities());
    SOJOURN_CHECK(know_keys());
    Result<std::vector<AppendReceipt>> receipts = Appending(*this, batches, bodies).run();
    if (!receipts) forget();
    return receipts;
  };
  Result<std::vector<AppendReceipt>> receipts = write();
  // DuckDB could not go on: once more with the record opened anew, where what was committed all the same is known. Or
  // a run of keys was damaged: once more with the keys read from the tables.
  if (!receipts && (!broken_.ok() || keys_damaged()) && ready_to_write(0).ok()) receipts = write();
  if (receipts) fold_long_log();
  return receipts;
}

}  // namespace sojourn
