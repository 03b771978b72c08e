// Customers, and the events of one of them for people to read.
#include <algorithm>
#include <unordered_set>

#include "base/decimal.h"
#include "store/record.h"

namespace sojourn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letter(char a, char b) { return lower(a) == lower(b); }

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same_letter) != text.end();
}

// Columns of a StoredEvent before its fields.
enum TimelineColumn : size_t {
  kSequence,
  kId,
  kSource,
  kTime,
  kOffset,
  kReceived,
  kWho,
  kOthers,
  kProperties,
  kFields
};

std::string timeline_sql(const std::vector<IdentifierCode>& members, TimeRange range, size_t limit, size_t offset) {
  std::string sql = "SELECT sequence, id, source, time, offset_minutes, received, who, others, properties";
  for (const FieldInfo& info : all_fields()) sql += ", " + sql_name(info.name);
  sql += " FROM event ANTI JOIN superseded USING (sequence) WHERE who IN (";
  for (size_t i = 0; i < members.size(); ++i) sql += (i == 0 ? "" : ", ") + std::to_string(members[i]);
  return sql + ") AND time >= " + std::to_string(range.from) + " AND time < " + std::to_string(range.to) +
         " ORDER BY time, sequence LIMIT " + sql_count(limit) + " OFFSET " + sql_count(offset);
}

// Microseconds as seconds, exactly: "12", "0.5".
std::string seconds_text(Micros length) {
  std::string out = std::to_string(length / kSecond);
  Micros rest = length % kSecond;
  if (length < 0 && length > -kSecond) out = "-0";
  if (rest == 0) return length < 0 && out == "-0" ? "0" : out;
  std::string digits = std::to_string(kSecond + (rest < 0 ? -rest : rest)).substr(1);
  digits.erase(digits.find_last_not_of('0') + 1);
  return out + "." + digits;
}

std::string field_text(const DuckRows& rows, size_t column, size_t row, FieldType type, const Vocabulary& vocabulary,
                       std::string_view currency) {
  switch (type) {
    case FieldType::kTerm: return std::string(vocabulary.text(rows.values<TermCode>(column)[row]));
    case FieldType::kKey:
    case FieldType::kText: return std::string(rows.text(column, row));
    case FieldType::kNumber: return format_number(rows.values<double>(column)[row]);
    case FieldType::kBool: return rows.values<bool>(column)[row] ? "true" : "false";
    case FieldType::kMoney: return format_minor_units(rows.values<int64_t>(column)[row], currency);
    case FieldType::kDuration: return seconds_text(rows.values<int64_t>(column)[row]);
    case FieldType::kTime: return format_time(rows.values<int64_t>(column)[row]);
  }
  return "";
}

}  // namespace

Result<IdentifierCode> Record::known_code(const Identifier& identifier) const {
  IdentifierCode code = book_->find(identifier.kind, identifier.value);
  if (code == 0) {
    code = book_->find(identifier.kind, normalise_identifier(identifier.kind, identifier.value));
  }
  if (code == 0) return Status::not_found("nobody is known as " + format_identifier(identifier));
  return code;
}

IdentifierCode Record::code_named(std::string_view name) const {
  if (const Result<Identifier> whole = parse_identifier(name)) {
    if (const auto code = known_code(*whole)) return *code;
  }
  for (size_t kind = 0; kind < kIdentifierKindCount; ++kind) {
    if (static_cast<IdentifierKind>(kind) == IdentifierKind::kUnknown) continue;  // Nobody's name.
    if (const auto code = known_code({static_cast<IdentifierKind>(kind), std::string(name)})) return *code;
  }
  return 0;
}

Store::Customer Record::customer_of(IdentifierCode code) const {
  Customer customer;
  customer.number = book_->customer(code);
  for (const IdentifierCode member : book_->members(code)) customer.identifiers.push_back(book_->identifier(member));
  return customer;
}

Result<std::vector<IdentifierRow>> Record::identifiers() {
  SOJOURN_TRY(const Reading reading, read_identities());
  std::vector<IdentifierRow> rows;
  rows.reserve(book_->size());
  for (IdentifierCode code = 1; code <= book_->size(); ++code) {
    rows.push_back({code, book_->identifier(code), book_->customer(code)});
  }
  return rows;
}

Result<IdentifierGroups> Record::identifier_groups(IdentifierCode from) {
  SOJOURN_TRY(const Reading reading, read_identities());
  IdentifierGroups groups;
  groups.version = identity_version_;  // Changes only while knowing_ is held alone.
  groups.from = std::max<IdentifierCode>(from, 1);
  for (IdentifierCode code = groups.from; code <= book_->size(); ++code) {
    groups.customer.push_back(book_->customer(code));
    groups.identified.push_back(book_->kind(code) == IdentifierKind::kUnknown ? 0 : 1);
  }
  return groups;
}

Result<Store::Customer> Record::customer(const Identifier& identifier) {
  SOJOURN_TRY(const Reading reading, read_identities());
  SOJOURN_TRY(const IdentifierCode code, known_code(identifier));
  return customer_of(code);
}

Result<std::vector<IdentifierCode>> Record::numbers_of(std::span<const std::string_view> names) {
  SOJOURN_TRY(const Reading reading, read_identities());
  std::vector<IdentifierCode> numbers;
  numbers.reserve(names.size());
  for (const std::string_view name : names) {
    const IdentifierCode code = code_named(name);
    numbers.push_back(code == 0 ? 0 : book_->customer(code));
  }
  return numbers;
}

Result<std::vector<Store::Customer>> Record::customers(std::span<const IdentifierCode> numbers) {
  SOJOURN_TRY(const Reading reading, read_identities());
  std::vector<Customer> found;
  found.reserve(numbers.size());
  for (const IdentifierCode number : numbers) {
    if (number == 0 || number > book_->size()) {
      return Status::not_found("there is no customer with the number " + std::to_string(number));
    }
    found.push_back(customer_of(number));
  }
  return found;
}

Result<std::vector<Store::Customer>> Record::find_customers(std::string_view text, size_t limit) {
  SOJOURN_TRY(const Reading reading, read_identities());
  std::vector<Customer> found;
  std::unordered_set<IdentifierCode> seen;
  const auto add = [&](IdentifierCode code) {
    if (found.size() < limit && seen.insert(book_->customer(code)).second) found.push_back(customer_of(code));
  };
  // Whole identifiers first, with or without their kind; then those that contain the text, by age.
  if (const Result<Identifier> whole = parse_identifier(text)) {
    if (const Result<IdentifierCode> code = known_code(*whole)) add(*code);
  }
  for (size_t kind = 0; kind < kIdentifierKindCount; ++kind) {
    if (const auto code = known_code({static_cast<IdentifierKind>(kind), std::string(text)})) add(*code);
  }
  for (IdentifierCode code = 1; code <= book_->size() && found.size() < limit; ++code) {
    if (book_->kind(code) != IdentifierKind::kUnknown && contains(book_->value(code), text)) add(code);
  }
  return found;
}

StoredEvent Record::stored_event(const DuckRows& rows, size_t row) const {
  StoredEvent event;
  event.sequence = rows.values<int64_t>(kSequence)[row];
  event.id = rows.text_or_blank(kId, row);
  event.source = vocabulary_->text(rows.values<TermCode>(kSource)[row]);
  event.time = rows.values<int64_t>(kTime)[row];
  event.offset_minutes = rows.values<int16_t>(kOffset)[row];
  event.received = rows.values<int64_t>(kReceived)[row];
  if (rows.valid(kOthers, row)) {
    for (const uint32_t code : rows.codes(kOthers, row)) event.who.push_back(book_->identifier(code));
  } else {
    event.who.push_back(book_->identifier(rows.values<uint32_t>(kWho)[row]));
  }
  event.properties = rows.text_or_blank(kProperties, row);
  const size_t currency_column = kFields + static_cast<size_t>(Field::kCurrency);
  const std::string_view currency = vocabulary_->text(rows.values<TermCode>(currency_column)[row]);
  for (const FieldInfo& info : all_fields()) {
    const size_t column = kFields + static_cast<size_t>(info.field);
    const bool has = info.type == FieldType::kTerm ? rows.values<TermCode>(column)[row] != 0 : rows.valid(column, row);
    if (has) event.fields.emplace_back(info.field, field_text(rows, column, row, info.type, *vocabulary_, currency));
  }
  return event;
}

Result<std::vector<StoredEvent>> Record::timeline(IdentifierCode customer, TimeRange range, size_t limit,
                                                  size_t offset) {
  std::vector<IdentifierCode> members;
  {
    SOJOURN_TRY(const Reading reading, read_identities());
    if (customer == 0 || customer > book_->size()) {
      return Status::not_found("there is no customer with the number " + std::to_string(customer));
    }
    members = book_->members(customer);
  }
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows, connection.query(timeline_sql(members, range, limit, offset)));
  std::vector<StoredEvent> events;
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return events;
    SOJOURN_TRY(const Reading reading, read_identities());
    for (size_t i = 0; i < rows.size(); ++i) events.push_back(stored_event(rows, i));
  }
}

}  // namespace sojourn
