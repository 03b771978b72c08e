// How the book of identities reaches the tables identifier, link and customer.
#include <algorithm>

#include "base/disk_room.h"
#include "store/record.h"
#include "store/schema.h"

namespace sojourn {
namespace {

constexpr uint64_t kCustomerBytes = 128;  // Of a row of `customer` in the log, rather more than less.

}  // namespace

Status Record::write_identities(IdentifierCode identifiers, int64_t links, Micros at, const std::string& reason) {
  if (book_->size() > identifiers) {
    SOJOURN_TRY(DuckAppender rows, DuckAppender::open(writer_, "identifier",
                                                      {{"code", DUCKDB_TYPE_UINTEGER},
                                                       {"kind", DUCKDB_TYPE_UTINYINT},
                                                       {"value", DUCKDB_TYPE_VARCHAR},
                                                       {"first_seen", DUCKDB_TYPE_BIGINT}}));
    for (IdentifierCode code = identifiers + 1; code <= book_->size(); ++code) {
      SOJOURN_CHECK(rows.next_row());
      rows.put(0, code);
      rows.put(1, static_cast<uint8_t>(book_->kind(code)));
      rows.put_text(2, book_->value(code));
      rows.put(3, at);
    }
    SOJOURN_CHECK(rows.finish());
  }
  if (book_->link_count() == links) return {};
  SOJOURN_TRY(DuckAppender rows, DuckAppender::open(writer_, "link",
                                                    {{"number", DUCKDB_TYPE_BIGINT},
                                                     {"a", DUCKDB_TYPE_UINTEGER},
                                                     {"b", DUCKDB_TYPE_UINTEGER},
                                                     {"since", DUCKDB_TYPE_BIGINT},
                                                     {"by_hand", DUCKDB_TYPE_BOOLEAN},
                                                     {"reason", DUCKDB_TYPE_VARCHAR},
                                                     {"made_at", DUCKDB_TYPE_BIGINT}}));
  for (int64_t number = links + 1; number <= book_->link_count(); ++number) {
    const IdentityBook::Link& fact = book_->link(number);
    SOJOURN_CHECK(rows.next_row());
    rows.put(0, number);
    rows.put(1, fact.a);
    rows.put(2, fact.b);
    rows.put(3, fact.since);
    rows.put(4, fact.by_hand);
    rows.put_text(5, reason);
    rows.put(6, at);
  }
  return rows.finish();
}

Status Record::write_earlier_links(int64_t links) {
  const std::set<int64_t> earlier = book_->take_earlier();
  if (earlier.empty() || *earlier.begin() > links) return {};
  SOJOURN_CHECK(writer_.run("CREATE OR REPLACE TEMP TABLE earlier(number BIGINT, since BIGINT)"));
  SOJOURN_TRY(DuckAppender rows,
              DuckAppender::open(writer_, "earlier", {{"number", DUCKDB_TYPE_BIGINT}, {"since", DUCKDB_TYPE_BIGINT}}));
  for (const int64_t number : earlier) {
    if (number > links) break;
    SOJOURN_CHECK(rows.next_row());
    rows.put(0, number);
    rows.put(1, book_->link(number).since);
  }
  SOJOURN_CHECK(rows.finish());
  return writer_.run("UPDATE link SET since = earlier.since FROM earlier WHERE link.number = earlier.number");
}

Result<Record::Regrouped> Record::regroup() {
  Regrouped regrouped{identity_version_, customers_stale_};
  if (book_->regroup()) {
    ++regrouped.version;
    SOJOURN_CHECK(write_meta(writer_, "identity_version", std::to_string(regrouped.version)));
  }
  if (!customers_stale_ && book_->has_renamed()) {
    regrouped.customers_stale = true;
    SOJOURN_CHECK(write_meta(writer_, "customers_stale", "true"));
  }
  return regrouped;
}

Status Record::commit(DuckTransaction transaction, const Regrouped& regrouped) {
  SOJOURN_CHECK(transaction.commit());
  identity_version_ = regrouped.version;
  customers_stale_ = regrouped.customers_stale;
  return {};
}

Status Record::write_customers() {
  if (!customers_stale_) return {};
  SOJOURN_CHECK(know_identities());
  SOJOURN_CHECK(find_room(folder_, kSmallCommitBytes + book_->size() * kCustomerBytes));
  SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(writer_));
  Status status = write_customer_rows();
  if (status.ok()) status = write_meta(writer_, "customers_stale", "false");
  if (status.ok()) status = transaction.commit();
  customers_lost_ = !status.ok();  // The book has handed out its list.
  customers_stale_ = !status.ok();
  return status;
}

Status Record::write_customer_rows() {
  SOJOURN_TRY(const int64_t counted, writer_.number("SELECT count(*) FROM customer"));
  auto known = static_cast<IdentifierCode>(counted);  // Rows are there for the codes 1 .. known.
  std::vector<IdentifierCode> renamed = book_->take_renamed();
  std::sort(renamed.begin(), renamed.end());
  renamed.erase(std::unique(renamed.begin(), renamed.end()), renamed.end());
  const auto old = static_cast<size_t>(std::upper_bound(renamed.begin(), renamed.end(), known) - renamed.begin());
  if (customers_lost_ || old > known / 4) {  // Writing anew is cheaper than changing much.
    SOJOURN_CHECK(writer_.run("DELETE FROM customer"));
    known = 0;
  }
  const std::vector<DuckAppender::Column> columns{
      {"identifier", DUCKDB_TYPE_UINTEGER}, {"customer", DUCKDB_TYPE_UINTEGER}, {"name", DUCKDB_TYPE_VARCHAR}};
  const auto put = [&](DuckAppender& rows, IdentifierCode code) -> Status {
    SOJOURN_CHECK(rows.next_row());
    rows.put(0, code);
    rows.put(1, book_->customer(code));
    rows.put_text(2, format_identifier(book_->identifier(book_->name(code))));
    return {};
  };
  if (known > 0 && old > 0) {
    SOJOURN_CHECK(writer_.run("CREATE OR REPLACE TEMP TABLE renamed AS SELECT * FROM customer LIMIT 0"));
    SOJOURN_TRY(DuckAppender rows, DuckAppender::open(writer_, "renamed", columns));
    for (size_t i = 0; i < old; ++i) SOJOURN_CHECK(put(rows, renamed[i]));
    SOJOURN_CHECK(rows.finish());
    SOJOURN_CHECK(
        writer_.run("UPDATE customer SET customer = renamed.customer, name = renamed.name FROM renamed"
                    " WHERE customer.identifier = renamed.identifier"));
  }
  SOJOURN_TRY(DuckAppender rows, DuckAppender::open(writer_, "customer", columns));
  for (IdentifierCode code = known + 1; code <= book_->size(); ++code) SOJOURN_CHECK(put(rows, code));
  return rows.finish();
}

}  // namespace sojourn
