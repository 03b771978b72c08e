// Links between identifiers: made by hand, undone, told. A link is never deleted, only dated.
#include <algorithm>

#include "base/hash.h"
#include "store/record.h"
#include "store/schema.h"

namespace sojourn {
namespace {

constexpr int64_t kFingerprintLinks = 16;

Result<Identifier> normal(const Identifier& identifier) {
  Identifier out{identifier.kind, normalise_identifier(identifier.kind, identifier.value)};
  if (out.value.empty()) {
    return Status::invalid("\"" + identifier.value + "\" names nobody, so nothing can be linked to it",
                           std::string(identifier_kind_name(identifier.kind)));
  }
  return out;
}

}  // namespace

Result<std::vector<LinkFact>> Record::read_links(const std::vector<int64_t>* only) {
  std::string where;
  if (only != nullptr) {
    if (only->empty()) return std::vector<LinkFact>();
    where = " WHERE number BETWEEN " + std::to_string(only->front()) + " AND " + std::to_string(only->back());
  }
  // Before anything is being read: loading the book reads as well.
  SOJOURN_CHECK(read_identities().status());
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows,
              connection.query("SELECT number, a, b, since, by_hand, reason, made_at, undone_at FROM link" + where +
                               " ORDER BY number"));
  std::vector<LinkFact> facts;
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return facts;
    SOJOURN_TRY(const Reading reading, read_identities());
    for (size_t i = 0; i < rows.size(); ++i) {
      const int64_t number = rows.values<int64_t>(0)[i];
      if (only != nullptr && !std::binary_search(only->begin(), only->end(), number)) continue;
      LinkFact fact;
      fact.number = number;
      fact.a = book_->identifier(rows.values<uint32_t>(1)[i]);
      fact.b = book_->identifier(rows.values<uint32_t>(2)[i]);
      fact.since = rows.values<int64_t>(3)[i];
      fact.by_hand = rows.values<bool>(4)[i];
      fact.reason = rows.text_or_blank(5, i);
      fact.made_at = rows.values<int64_t>(6)[i];
      if (rows.valid(7, i)) fact.undone_at = rows.values<int64_t>(7)[i];
      facts.push_back(std::move(fact));
    }
  }
}

Result<LinkFact> Record::link(const Identifier& a, const Identifier& b, const std::string& reason) {
  SOJOURN_TRY(const Identifier one, normal(a));
  SOJOURN_TRY(const Identifier other, normal(b));
  if (one == other) return Status::invalid("an identifier cannot be linked to itself");
  for (const Identifier& side : {one, other}) {
    if (side.kind != IdentifierKind::kUnknown) continue;
    return Status::invalid(
        "it stands for one event that named nobody, so there is nobody to link; give the event an identifier where it "
        "comes from and import it again",
        format_identifier(side));
  }
  const std::lock_guard writing(writing_);
  SOJOURN_CHECK(ready_to_write());
  std::vector<int64_t> numbers;
  {
    const Knowing knowing(knowing_);
    SOJOURN_CHECK(know_identities());
    SOJOURN_TRY(const int64_t number, link_known(one, other, reason));
    numbers.push_back(number);
  }
  SOJOURN_TRY(std::vector<LinkFact> facts, read_links(&numbers));
  return std::move(facts.front());
}

Result<int64_t> Record::link_known(const Identifier& one, const Identifier& other, const std::string& reason) {
  for (const int64_t number : links_between(one, other)) {
    if (book_->link(number).by_hand) return number;
  }
  const auto write = [&]() -> Result<int64_t> {
    const IdentifierCode identifiers = book_->size();
    const int64_t links = book_->link_count();
    const Micros at = now();
    const IdentifierCode a = book_->find_or_add(one.kind, one.value);
    const IdentifierCode b = book_->find_or_add(other.kind, other.value);
    const int64_t number = book_->add_link({a, b, at, true, false});
    SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(writer_));
    SOJOURN_CHECK(write_identities(identifiers, links, at, reason));
    SOJOURN_TRY(const Regrouped regrouped, regroup());
    SOJOURN_CHECK(commit(std::move(transaction), regrouped));
    return number;
  };
  Result<int64_t> number = write();
  if (!number) forget();
  return number;
}

std::vector<int64_t> Record::links_between(const Identifier& one, const Identifier& other) const {
  const IdentifierCode a = book_->find(one.kind, one.value);
  const IdentifierCode b = book_->find(other.kind, other.value);
  std::vector<int64_t> numbers;
  if (a == 0 || b == 0) return numbers;
  for (const int64_t number : book_->links_of(a)) {
    const IdentityBook::Link& fact = book_->link(number);
    if (!fact.undone && (fact.a == b || fact.b == b)) numbers.push_back(number);
  }
  return numbers;
}

Status Record::undo_links(const std::vector<int64_t>& numbers) {
  const auto write = [&]() -> Status {
    SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(writer_));
    const Micros at = now();
    for (const int64_t number : numbers) {
      const SqlValue values[] = {at, number};
      SOJOURN_CHECK(writer_.change("UPDATE link SET undone_at = ? WHERE number = ?", values).status());
      book_->undo(number);
    }
    SOJOURN_TRY(const Regrouped regrouped, regroup());
    return commit(std::move(transaction), regrouped);
  };
  Status status = write();
  if (!status.ok()) forget();
  return status;
}

Result<std::vector<LinkFact>> Record::unlink(const Identifier& a, const Identifier& b) {
  SOJOURN_TRY(const Identifier one, normal(a));
  SOJOURN_TRY(const Identifier other, normal(b));
  const std::lock_guard writing(writing_);
  SOJOURN_CHECK(ready_to_write());
  std::vector<int64_t> numbers;
  {
    const Knowing knowing(knowing_);
    SOJOURN_CHECK(know_identities());
    numbers = links_between(one, other);
    if (numbers.empty()) {
      return Status::not_found("no link holds between " + format_identifier(one) + " and " + format_identifier(other));
    }
    SOJOURN_CHECK(undo_links(numbers));
  }
  return read_links(&numbers);
}

Result<LinkFact> Record::unlink(int64_t number) {
  const std::lock_guard writing(writing_);
  SOJOURN_CHECK(ready_to_write());
  const std::vector<int64_t> numbers{number};
  {
    const Knowing knowing(knowing_);
    SOJOURN_CHECK(know_identities());
    if (number < 1 || number > book_->link_count()) {
      return Status::not_found("there is no link with the number " + std::to_string(number));
    }
    if (!book_->link(number).undone) SOJOURN_CHECK(undo_links(numbers));
  }
  SOJOURN_TRY(std::vector<LinkFact> facts, read_links(&numbers));
  return std::move(facts.front());
}

Result<std::vector<LinkFact>> Record::links(const std::optional<Identifier>& of) {
  if (!of) return read_links(nullptr);
  std::vector<int64_t> numbers;
  {
    SOJOURN_TRY(const Reading reading, read_identities());
    SOJOURN_TRY(const IdentifierCode code, known_code(*of));
    for (const IdentifierCode member : book_->members(code)) {
      const std::vector<int64_t> more = book_->links_of(member);
      numbers.insert(numbers.end(), more.begin(), more.end());
    }
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return read_links(&numbers);
}

Result<LinkHistory> Record::link_history() {
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT count(*), count(undone_at) FROM link"));
  SOJOURN_TRY(const bool some, rows.next_chunk());
  if (!some) return LinkHistory{};
  return LinkHistory{rows.values<int64_t>(0)[0], rows.values<int64_t>(1)[0]};
}

Result<uint64_t> Record::link_fingerprint(const LinkHistory& history) {
  SOJOURN_TRY(DuckConnection connection, reader());
  std::string seen;
  const auto add = [&](const std::string& query) -> Status {
    SOJOURN_TRY(DuckRows rows, connection.query(query));
    for (;;) {
      SOJOURN_TRY(const bool some, rows.next_chunk());
      if (!some) return {};
      for (size_t i = 0; i < rows.size(); ++i) {
        for (size_t column = 0; column < rows.column_count(); ++column) {
          seen += std::to_string(rows.values<int64_t>(column)[i]) + " ";
        }
      }
    }
  };
  const int64_t first = std::max<int64_t>(history.undone - kFingerprintLinks, 0);
  SOJOURN_CHECK(add("SELECT number, a::BIGINT, b::BIGINT, by_hand::BIGINT, made_at FROM link WHERE number BETWEEN " +
                    std::to_string(history.made - kFingerprintLinks + 1) + " AND " + std::to_string(history.made) +
                    " ORDER BY number"));
  SOJOURN_CHECK(add("SELECT number, undone_at FROM link WHERE undone_at IS NOT NULL ORDER BY undone_at, number LIMIT " +
                    std::to_string(history.undone - first) + " OFFSET " + std::to_string(first)));
  return hash64(seen);
}

Result<std::vector<Store::Flag>> Record::flags() {
  SOJOURN_TRY(const Reading reading, read_identities());
  std::vector<Flag> found;
  for (const auto& [code, reason] : book_->guards()) found.push_back({book_->identifier(code), reason});
  return found;
}

}  // namespace sojourn
