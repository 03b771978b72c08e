#include "cli/text_commands.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/disk.h"
#include "base/time.h"
#include "cli/text_sentences_command.h"
#include "collect/open_rows.h"
#include "text/evaluation.h"
#include "text/language_trainer.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kLearned = "texts and labels of your own";

Result<size_t> find_column(const std::vector<std::string>& columns, const std::string& name, const char* option) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found != columns.end()) return static_cast<size_t>(found - columns.begin());
  std::string all;
  for (const std::string& column : columns) all += (all.empty() ? "" : ", ") + column;
  return Status::invalid("there is no column '" + name + "'; name one with " + option + ": " + all, "columns");
}

struct Columns {
  size_t text = 0, label = 0;
  std::optional<size_t> language;
};

Result<Columns> find_columns(const std::vector<std::string>& names, const LabelledFileWords& words) {
  Columns columns;
  SOJOURN_TRY(columns.text, find_column(names, words.text, "--text"));
  SOJOURN_TRY(columns.label, find_column(names, words.label, "--label"));
  const bool has_language = std::find(names.begin(), names.end(), "language") != names.end();
  if (!words.language_column.empty() || (has_language && words.language.empty())) {
    const std::string name = words.language_column.empty() ? "language" : words.language_column;
    SOJOURN_TRY(columns.language, find_column(names, name, "--language-column"));
  }
  return columns;
}

Result<std::vector<LabelledText>> read_texts(const LabelledFileWords& words) {
  SOJOURN_TRY(OpenedRows opened, open_rows(words.file, {}, {}));
  std::vector<LabelledText> texts;
  std::vector<Cell> row;
  std::optional<Columns> columns;
  size_t refused = 0;
  for (;;) {
    Result<bool> more = opened.rows->next(row);
    if (!more && more.error().code() == StatusCode::kInvalidArgument) {
      ++refused;
      continue;
    }
    if (!more) return std::move(more).error();
    if (!*more) break;
    if (!columns || opened.growing) {
      Result<Columns> found = find_columns(opened.rows->columns(), words);
      if (!found) return std::move(found).error().within(words.file);
      columns = *found;
    }
    const auto cell = [&](size_t column) {
      return column < row.size() ? std::string(row[column].text) : std::string();
    };
    if (cell(columns->label).empty()) continue;
    texts.push_back(
        {cell(columns->text), cell(columns->label), columns->language ? cell(*columns->language) : words.language});
  }
  if (refused > 0) print_notice(std::to_string(refused) + " rows could not be read and were left out");
  if (texts.empty()) return Status::invalid("no row has a text and a label", words.file);
  SOJOURN_TRY(const LabelScale scale, read_label_scale(words.scale));
  const size_t before = texts.size();
  Result<std::vector<LabelledText>> prepared = prepare_texts(std::move(texts), scale);
  if (!prepared) return std::move(prepared).error().within(words.file);
  if (prepared->size() < before)
    print_notice(std::to_string(before - prepared->size()) +
                 " texts were left out: empty, repeated, or with a label that is not on the scale");
  return prepared;
}

Result<LinearModel> load_model(const std::string& path) {
  SOJOURN_TRY(const std::string bytes, read_file(path));
  return LinearModel::load(bytes, path);
}

std::string figure(double value) {
  const auto thousandths = static_cast<int64_t>(value * 1000 + 0.5);
  std::string text = std::to_string(thousandths % 1000);
  text.insert(0, 3 - text.size(), '0');
  return std::to_string(thousandths / 1000) + "." + text;
}

// For people with its interval; for programs as a number.
void add_figures(std::vector<std::string>& columns, std::vector<Value>& row, const char* name, const Spread& spread,
                 Output format) {
  if (format == Output::kTable) {
    columns.emplace_back(name);
    row.emplace_back(figure(spread.mean) + " ±" + figure(spread.half));
    return;
  }
  columns.emplace_back(name);
  columns.push_back(std::string(name) + "_half");
  row.emplace_back(spread.mean);
  row.emplace_back(spread.half);
}

std::string origin_words(const LinearModel& model) {
  return "model " + checksum_text(model.checksum()) + ", version " + model.origin().version + ", learned from " +
         with_groups(static_cast<int64_t>(model.quality().trained_on)) + " texts";
}

std::vector<Value> quality_row(const std::string& who, const Quality& quality, Output format) {
  if (format == Output::kTable) {
    return {who, static_cast<int64_t>(quality.count), figure(quality.macro_f1), figure(quality.accuracy),
            figure(quality.calibration_error)};
  }
  return {who, static_cast<int64_t>(quality.count), quality.macro_f1, quality.accuracy, quality.calibration_error};
}

// The one language of the texts, where they do not say: that of most of them.
std::string usual_language(const std::vector<LabelledText>& texts, const std::string& told) {
  if (!told.empty()) return told;
  std::map<std::string, size_t> counts;
  LanguageReader reader(LanguageModel::built_in());
  for (const LabelledText& text : texts)
    ++counts[text.language.empty() ? std::string(reader.identify(text.text).code) : text.language];
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most->first;
}

std::string today() { return std::string(format_time(now()).substr(0, 10)); }

void print_reasons(const TextReader& reader, const std::vector<Reason>& reasons, Output format) {
  std::vector<std::vector<Value>> rows;
  const std::string_view text = reader.text();
  const auto part = [&](const ByteRange& range) {
    return std::string(text.substr(range.begin, range.end - range.begin));
  };
  for (const Reason& reason : reasons) {
    rows.push_back({reason.kind, part(reason.range), reason.weight, static_cast<int64_t>(reason.range.begin),
                    static_cast<int64_t>(reason.range.end), part(reason.scope),
                    static_cast<int64_t>(reason.scope.begin), static_cast<int64_t>(reason.scope.end)});
  }
  print_table({"kind", "what", "weight", "begin", "end", "scope", "scope_begin", "scope_end"}, rows, format);
}

Json verdict_json(const TextReader& reader, const TextVerdict& verdict, const std::vector<Reason>& reasons) {
  const auto or_none = [](std::string_view text) { return text.empty() ? Json() : Json(text); };
  Json json{{"text", reader.text()},
            {"language", or_none(verdict.language.code)},
            {"language_confidence", verdict.language.confidence},
            {"sentiment", or_none(verdict.label)},
            {"confidence", verdict.confidence},
            {"by", judged_by_name(verdict.by)},
            {"score", std::isnan(verdict.score) ? Json() : Json(verdict.score)},
            {"rules_score", verdict.rules},
            {"reasons", Json::array()}};
  for (const Reason& reason : reasons) {
    Json each{
        {"kind", reason.kind}, {"begin", reason.range.begin}, {"end", reason.range.end}, {"weight", reason.weight}};
    if (reason.scope.end > reason.scope.begin) each["scope"] = {reason.scope.begin, reason.scope.end};
    json["reasons"].push_back(std::move(each));
  }
  return json;
}

}  // namespace

Status run_text_evaluate(const TextWords& words) {
  std::optional<LinearModel> model;
  if (!words.model.empty()) {
    SOJOURN_TRY(model, load_model(words.model));
  }
  if (words.file.file.empty()) {
    print_test_sentences(model ? &*model : nullptr, words.format);
    return {};
  }
  SOJOURN_TRY(const std::vector<LabelledText> texts, read_texts(words.file));
  EvaluationOptions options;
  options.labels_as_is = words.file.scale == "as-is";
  if (model) options.model = &*model;
  ProgressBar bar("Learning and testing");
  double steps = 0;
  const std::vector<EvaluationRow> found =
      evaluate_texts(texts, options, [&](std::string_view language) { bar.update(++steps, 0, language); });
  bar.finish();
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  for (const EvaluationRow& each : found) {
    columns = {"language", "task", "method", "n"};
    std::vector<Value> row{each.language, each.task, each.method, static_cast<int64_t>(each.count)};
    add_figures(columns, row, "macro_f1", each.macro_f1, words.format);
    add_figures(columns, row, "accuracy", each.accuracy, words.format);
    add_figures(columns, row, "ece", each.calibration_error, words.format);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return Status::invalid("no language has rules or 50 texts to learn from", words.file.file);
  print_table(columns, rows, words.format);
  if (options.model != nullptr) print_notice("The row 'model' says nothing of texts that the model has learned from.");
  return {};
}

Status run_text_train(const TextWords& words) {
  SOJOURN_TRY(std::vector<LabelledText> texts, read_texts(words.file));
  const std::string language = usual_language(texts, words.file.language);
  std::optional<LinearModel> before;
  if (file_exists(words.out)) {
    SOJOURN_TRY(before, load_model(words.out));
  }
  const auto begin = std::chrono::steady_clock::now();
  SOJOURN_TRY(const TrainingReport report, train_model(texts, language, before ? &*before : nullptr,
                                                       {words.version.empty() ? today() : words.version,
                                                        words.source.empty() ? kLearned : words.source,
                                                        words.licence.empty() ? "yours" : words.licence},
                                                       TrainOptions{words.compact, words.prior}));
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  std::vector<std::vector<Value>> rows{quality_row("learned", report.learned, words.format)};
  if (report.rules.count > 0) rows.push_back(quality_row("rules", report.rules, words.format));
  if (report.warm_start.count > 0) rows.push_back(quality_row("warm start", report.warm_start, words.format));
  if (report.before.count > 0) rows.push_back(quality_row("model before", report.before, words.format));
  print_table({"method", "n", "macro_f1", "accuracy", "ece"}, rows, words.format);
  if (report.worse && !words.force) {
    return Status::conflict("the model there is better by more than " + figure(kDrop) +
                                " macro-F1 on the texts kept aside, so it stays; --force replaces it",
                            words.out);
  }
  SOJOURN_CHECK(write_file_atomic(words.out, report.model.save()));
  print_notice("Language " + (language.empty() ? std::string("any") : language) + ", " +
               with_groups(static_cast<int64_t>(report.model.quality().trained_on)) + " texts, " +
               figure(taken.count()) + " s: " + words.out);
  return {};
}

Status run_text_explain(const TextWords& words) {
  std::optional<LinearModel> model;
  if (!words.model.empty()) {
    SOJOURN_TRY(model, load_model(words.model));
  }
  TextReader reader(model ? &*model : nullptr);
  std::vector<Reason> reasons;
  const TextVerdict verdict = reader.explain(words.comment, reasons, words.file.language);
  if (words.format == Output::kJson) {
    print_line(verdict_json(reader, verdict, reasons).dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    const std::string language(verdict.language.code.empty() ? "unknown" : verdict.language.code);
    if (words.format == Output::kTable) {
      print_table(
          {"language", "sure", "sentiment", "confidence", "by", "rules_score"},
          {{language, verdict.language.confidence, std::string(verdict.label.empty() ? "unknown" : verdict.label),
            verdict.confidence, std::string(judged_by_name(verdict.by)), verdict.rules}},
          words.format);
      print_line("");
    }
    print_reasons(reader, reasons, words.format);
  }
  if (verdict.by == JudgedBy::kModel) print_notice(origin_words(*model));
  if (verdict.by == JudgedBy::kNothing && !verdict.language.first.empty())
    print_notice("There are no rules for this language; learn from scored comments with `sojourn text train`.");
  return {};
}

Status run_text_train_language(const TextWords& words) {
  SOJOURN_TRY(const std::string bytes, read_file(words.file.file));
  std::vector<LabelledLine> lines;
  size_t number = 0;
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line(bytes.data() + at, end - at);
    const size_t tab = line.find('\t');
    ++number;
    if (tab == std::string_view::npos)
      return Status::invalid("a line is a language, a tab and a text",
                             words.file.file + " line " + std::to_string(number));
    lines.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
    at = end + 1;
  }
  SOJOURN_TRY(const LanguageModel model, LanguageTrainer::train(lines, {words.version.empty() ? today() : words.version,
                                                                        words.source, words.licence}));
  SOJOURN_CHECK(write_file_atomic(words.out, model.save()));
  print_notice(with_groups(static_cast<int64_t>(lines.size())) + " lines, " + std::to_string(model.codes().size()) +
               " languages: " + words.out);
  return {};
}

}  // namespace sojourn
