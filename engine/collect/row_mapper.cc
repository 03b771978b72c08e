#include "collect/row_mapper.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"
#include "collect/batch_room.h"
#include "collect/exported.h"
#include "collect/phone.h"

namespace sojourn {
namespace {

TimeReader times_of(const FileSpec& spec, const Zone& zone) {
  return TimeReader(spec.zone ? *spec.zone : zone, spec.time_formats);
}

void collect_columns(const ValueSpec& value, std::unordered_set<std::string>& used) {
  if (value.kind == ValueSpec::Kind::kColumn) used.insert(value.text);
  for (const ValueSpec& part : value.parts) collect_columns(part, used);
}

bool is_plain_column(const ValueSpec& value) {
  return value.kind == ValueSpec::Kind::kColumn && value.blanks.empty() && value.split.empty() &&
         value.strip_prefix.empty() && value.strip_suffix.empty() && value.values.empty() && !value.otherwise &&
         !value.as_text;
}

}  // namespace

Reject make_reject(const Status& status, const RowSource& rows, const std::string& file) {
  return {file, rows.line(), status.where(), status.message(), rows.raw()};
}

RowMapper::RowMapper(const WriterOptions& settings)
    : country_(settings.country), currency_(settings.currency), builder_(TimeReader(settings.zone)) {}

RowMapper::RowMapper(const FileSpec& spec, std::vector<Join> joins, const WriterOptions& settings)
    : spec_(spec),
      country_(spec.country.empty() ? settings.country : spec.country),
      currency_(spec.currency.empty() ? settings.currency : spec.currency),
      joins_(std::move(joins)),
      builder_(times_of(spec, settings.zone)) {
  if (spec_->explode) explode_.emplace(*spec_->explode);
  const TimeReader times = times_of(*spec_, settings.zone);
  for (const EventSpec& event : spec_->events) {
    EventPlan plan;
    plan.spec = &event;
    for (const Condition& condition : event.when) plan.when.emplace_back(condition);
    for (const auto& [target, value] : event.fields) {
      FieldPlan field;
      field.target = target;
      field.round = value.round;
      field.own_times = value.zone.has_value() || !value.formats.empty();
      field.expression = std::make_unique<Expression>(value, times);
      if (target.kind == Target::Kind::kProperty) field.slot = builder_.add_property(target.property);
      plan.fields.push_back(std::move(field));
    }
    plan.own_fields = plan.fields.size();
    if (event.version) plan.version = std::make_unique<Expression>(*event.version, times);
    plans_.push_back(std::move(plan));
  }
}

Status RowMapper::resolve(const std::vector<std::string>& columns, bool growing) {
  names_ = columns;
  if (!spec_) {
    resolve_by_name();
    return {};
  }
  for (Join& join : joins_) {
    SOJOURN_CHECK(join.resolve({names_, growing}));
    join.append_names(names_);
  }
  if (explode_) {
    SOJOURN_CHECK(explode_->resolve({names_, growing}));
    Explode::append_names(names_);
  }
  for (EventPlan& plan : plans_) SOJOURN_CHECK(resolve_plan(plan, {names_, growing}));
  return {};
}

void RowMapper::resolve_by_name() {
  if (plans_.empty()) {
    plans_.emplace_back();
    exported_ = is_exported(names_);
    if (exported_) {
      builder_.read_times_with(TimeReader(Zone()));
      country_.clear();
      currency_.clear();
    }
  }
  std::vector<FieldPlan>& fields = plans_.front().fields;
  for (size_t column = fields.size(); column < names_.size(); ++column) {
    FieldPlan field;
    field.target = exported_ ? find_exported_target(names_[column]) : find_target(names_[column]);
    field.column = column;
    if (field.target.kind == Target::Kind::kSource) source_column_ = column;
    if (field.target.kind == Target::Kind::kProperty) field.slot = builder_.add_property(field.target.property);
    fields.push_back(std::move(field));
  }
}

Status RowMapper::resolve_plan(EventPlan& plan, const ColumnNames& columns) {
  for (Test& test : plan.when) SOJOURN_CHECK(test.resolve(columns));
  if (plan.version) SOJOURN_CHECK(plan.version->resolve(columns));
  for (size_t i = 0; i < plan.own_fields; ++i) {
    FieldPlan& field = plan.fields[i];
    SOJOURN_CHECK(field.expression->resolve(columns));
    const ValueSpec& value = plan.spec->fields[i].second;
    if (is_plain_column(value)) {
      SOJOURN_TRY(field.column, columns.find(value.text, value.optional));
    }
  }
  plan.fields.resize(plan.own_fields);
  keep_columns(plan, columns);
  for (const std::string& name : plan.spec->keep) {
    FieldPlan field;
    SOJOURN_TRY(field.column, columns.find(name));
    field.target = kept(name);
    if (field.target.kind == Target::Kind::kProperty) field.slot = builder_.add_property(field.target.property);
    plan.fields.push_back(std::move(field));
  }
  return {};
}

// A column that is kept under its own name.
Target RowMapper::kept(const std::string& column) {
  Target target;
  target.property = property_name(column);
  if (column == "properties") target.kind = Target::Kind::kProperties;
  return target;
}

void RowMapper::keep_columns(EventPlan& plan, const ColumnNames& columns) {
  if (!plan.spec->keep_all) return;
  std::unordered_set<std::string> used;
  for (const auto& [target, value] : plan.spec->fields) collect_columns(value, used);
  if (plan.spec->version) collect_columns(*plan.spec->version, used);
  for (size_t column = 0; column < columns.names.size(); ++column) {
    const std::string& name = columns.names[column];
    if (used.contains(name) || (explode_ && name.starts_with("explode."))) continue;
    FieldPlan field;
    field.column = column;
    field.target = kept(name);
    if (field.target.kind == Target::Kind::kProperty) field.slot = builder_.add_property(field.target.property);
    plan.fields.push_back(std::move(field));
  }
}

std::string_view RowMapper::source_of(const std::vector<Cell>& row) const {
  return source_column_ < row.size() ? trim(row[source_column_].text) : std::string_view();
}

bool RowMapper::map(std::vector<Cell>& row, uint64_t row_number, const RowSource& rows, EventBatch& batch) {
  if (!mid_row_) start_row(row, row_number, rows, batch);
  while (mid_row_) {
    if (!explode_) {
      emit(row, row_number, rows, batch);
      break;
    }
    if (is_full(batch)) return false;
    const Result<bool> more = explode_->next(row);
    if (!more) refuse(more.error(), rows, batch);
    if (!more || !*more) break;
    emit(row, row_number, rows, batch);
  }
  mid_row_ = false;
  if (without_id_) ++batch.counts.without_id;
  return true;
}

void RowMapper::start_row(std::vector<Cell>& row, uint64_t row_number, const RowSource& rows, EventBatch& batch) {
  without_id_ = false;
  told_ = {};
  ids_.clear();
  for (const Join& join : joins_) join.extend(row);
  const Status status = explode_ ? explode_->start(row, row_number) : Status();
  if (!status.ok()) refuse(status, rows, batch);
  mid_row_ = status.ok();
}

void RowMapper::emit(const std::vector<Cell>& row, uint64_t row_number, const RowSource& rows, EventBatch& batch) {
  const RowView view{row, row_number};
  for (EventPlan& plan : plans_) {
    const bool wanted =
        std::all_of(plan.when.begin(), plan.when.end(), [&](const Test& test) { return test.holds(view); });
    if (!wanted) continue;
    Event& event = batch.events.emplace_back();
    builder_.begin(event, batch.arena, rows.line());
    Status status = fill(plan, view, batch.arena);
    if (status.ok()) status = take_version(plan, view, event, batch.arena);
    if (status.ok()) status = take_id(event);
    if (status.ok()) {
      if (event.who_count == 0) without_id_ = true;
      continue;
    }
    batch.events.pop_back();
    const bool told = !refuse(status, rows, batch);
    if (!told && status.where() == "time" && builder_.without_time()) ++batch.counts.without_time;
  }
}

Status RowMapper::fill(EventPlan& plan, const RowView& row, TextArena& arena) {
  for (FieldPlan& field : plan.fields) {
    CellReading reading;
    reading.round = field.round;
    if (field.own_times) reading.times = &field.expression->times();
    if (field.column != ColumnNames::kNone) {
      SOJOURN_CHECK(put(field, row.cells[field.column], reading));
    } else if (field.expression) {
      Result<Cell> cell = field.expression->evaluate(row, arena);
      if (!cell) {
        const std::string name = field.target.kind == Target::Kind::kField || field.target.kind == Target::Kind::kDevice
                                     ? std::string(field_info(field.target.field).name)
                                     : field.target.property;
        return Status::invalid(cell.error().message(), name);
      }
      SOJOURN_CHECK(put(field, *cell, reading));
    }
  }
  if (!currency_.empty()) builder_.default_currency(currency_);
  return builder_.finish();
}

Status RowMapper::put(const FieldPlan& field, const Cell& cell, const CellReading& reading) {
  const bool phone = field.target.kind == Target::Kind::kWho && field.target.who == IdentifierKind::kPhone;
  if (!phone || country_.empty() || cell.null) return builder_.set(field.target, field.slot, cell, reading);
  const std::optional<std::string> e164 = phone_e164(trim(cell.text), country_);
  Cell read = cell;
  if (e164) read.text = *e164;
  return builder_.set(field.target, field.slot, read, reading);
}

Status RowMapper::take_version(EventPlan& plan, const RowView& row, Event& event, TextArena& arena) {
  if (!plan.version) return {};
  const Result<Cell> cell = plan.version->evaluate(row, arena);
  if (!cell) return Status::invalid(cell.error().message(), "version");
  const std::string_view text = trim(cell->text);
  if (cell->null || text.empty()) return {};
  // Where the map says how a time is written, digits are one.
  const Result<int64_t> number =
      plan.spec->version->formats.empty() ? parse_integer(text) : Result<int64_t>(Status::invalid("a time"));
  const Result<ParsedTime> time = number ? Result<ParsedTime>(ParsedTime{}) : plan.version->times().read(text);
  event.version = number ? *number : time ? time->utc : 0;
  if (event.version > 0) return {};
  return Status::invalid("'" + std::string(text.substr(0, 80)) + "' is neither a whole number above 0 nor a time",
                         "version");
}

Status RowMapper::take_id(const Event& event) {
  if (event.id.empty() || (plans_.size() == 1 && !explode_)) return {};
  if (ids_.emplace(event.id).second) return {};
  return Status::invalid("two events of this row have the id '" + std::string(event.id.substr(0, 80)) +
                             "'; give each its own in the map, such as { concat = [\"id\", { value = \"paid\" }] }",
                         "id");
}

bool RowMapper::refuse(const Status& status, const RowSource& rows, EventBatch& batch) {
  if (!told_.ok() && told_.where() == status.where() && told_.message() == status.message()) return false;
  told_ = status;
  ++batch.counts.rejected;
  batch.rejects.push_back(make_reject(status, rows, batch.input));
  return true;
}

}  // namespace sojourn
