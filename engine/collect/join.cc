#include "collect/join.h"

#include "base/text.h"

namespace sojourn {
namespace {

Status add_exactly(Decimal& sum, Decimal more) {
  while (sum.scale < more.scale) {
    if (__builtin_mul_overflow(sum.units, int64_t{10}, &sum.units)) return Status::invalid("the sum is too large");
    ++sum.scale;
  }
  while (more.scale < sum.scale) {
    if (__builtin_mul_overflow(more.units, int64_t{10}, &more.units)) return Status::invalid("the sum is too large");
    ++more.scale;
  }
  if (__builtin_add_overflow(sum.units, more.units, &sum.units)) return Status::invalid("the sum is too large");
  return {};
}

}  // namespace

Join Join::empty(const JoinSpec& spec) { return Join(spec); }

Result<Join> Join::load(const JoinSpec& spec, const std::string& path, const FileSpec& format,
                        const ParquetOpener& parquet) {
  SOJOURN_TRY(const OpenedRows opened, open_rows(path, format.format, parquet));
  RowSource& rows = *opened.rows;
  Join join(spec);
  std::vector<size_t> sources(spec.columns.size(), ColumnNames::kNone);
  size_t key = ColumnNames::kNone;
  size_t known = 0;
  std::vector<Cell> row;
  for (bool first = true;; first = false) {
    Result<bool> more = rows.next(row);
    if (!more && more.error().code() == StatusCode::kInvalidArgument) continue;  // A bad row joins nothing.
    if (!more) return std::move(more).error().within(path);
    if (first || rows.columns().size() != known) {
      const ColumnNames names{rows.columns(), opened.growing};
      Result<size_t> right = names.find(spec.right);
      if (!right) return std::move(right).error().within(path);
      key = *right;
      for (size_t i = 0; i < sources.size(); ++i) {
        if (spec.columns[i].take == JoinSpec::Take::kCount) continue;
        Result<size_t> source = names.find(spec.columns[i].source);
        if (!source) return std::move(source).error().within(path);
        sources[i] = *source;
      }
      known = rows.columns().size();
    }
    if (!*more) break;
    Status taken = join.take_row(row, key, sources);
    if (!taken.ok()) return std::move(taken).within(path + ":" + std::to_string(rows.line()));
  }
  join.settle();
  return join;
}

Status Join::take_row(const std::vector<Cell>& row, size_t key, const std::vector<size_t>& sources) {
  if (key >= row.size() || row[key].null) return {};
  const std::string_view name = trim(row[key].text);
  if (name.empty()) return {};
  Group& group = groups_[std::string(name)];
  if (group.texts.empty()) {
    group.texts.resize(spec_.columns.size());
    group.sums.resize(spec_.columns.size());
  }
  ++group.count;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (sources[i] >= row.size() || row[sources[i]].null) continue;
    SOJOURN_CHECK(take_cell(i, trim(row[sources[i]].text), group));
  }
  return {};
}

Status Join::take_cell(size_t column, std::string_view text, Group& group) const {
  if (text.empty()) return {};
  std::string& taken = group.texts[column];
  switch (spec_.columns[column].take) {
    case JoinSpec::Take::kFirst:
      if (taken.empty()) taken = text;
      return {};
    case JoinSpec::Take::kLast: taken = text; return {};
    case JoinSpec::Take::kConcat:
      if (!taken.empty()) taken += spec_.columns[column].with;
      taken += text;
      return {};
    case JoinSpec::Take::kSum: {
      Result<Decimal> number = parse_decimal(text);
      if (!number) return Status::invalid(number.error().message(), spec_.columns[column].source);
      taken = "0";  // There is something to sum.
      return add_exactly(group.sums[column], *number);
    }
    case JoinSpec::Take::kCount: return {};
  }
  return {};
}

void Join::settle() {
  for (auto& [key, group] : groups_) {
    for (size_t i = 0; i < spec_.columns.size(); ++i) {
      const JoinSpec::Take take = spec_.columns[i].take;
      if (take == JoinSpec::Take::kCount) group.texts[i] = std::to_string(group.count);
      if (take == JoinSpec::Take::kSum && !group.texts[i].empty()) {
        group.texts[i] = decimal_text(group.sums[i].units, group.sums[i].scale);
      }
    }
  }
}

Status Join::resolve(const ColumnNames& columns) {
  SOJOURN_TRY(left_, columns.find(spec_.left));
  return {};
}

void Join::extend(std::vector<Cell>& row) const {
  const Group* group = nullptr;
  if (left_ < row.size() && !row[left_].null) {
    const auto found = groups_.find(std::string(trim(row[left_].text)));
    if (found != groups_.end()) group = &found->second;
  }
  for (size_t i = 0; i < spec_.columns.size(); ++i) {
    const bool absent = group == nullptr || group->texts[i].empty();
    row.push_back(absent ? Cell{{}, true} : Cell{group->texts[i]});
  }
}

void Join::append_names(std::vector<std::string>& names) const {
  for (const JoinSpec::Column& column : spec_.columns) names.push_back(column.name);
}

}  // namespace sojourn
