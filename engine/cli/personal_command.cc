#include "cli/personal_command.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/disk.h"
#include "cli/personal_labels.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

std::string figure(double value) {
  const auto thousandths = static_cast<int64_t>(value * 1000 + 0.5);
  std::string text = std::to_string(thousandths % 1000);
  text.insert(0, 3 - text.size(), '0');
  return std::to_string(thousandths / 1000) + "." + text;
}

Status explain_text(const PersonalWords& words) {
  PersonalDataFinder finder;
  const std::vector<PersonalSpan> spans = finder.find(words.text, words.language);
  const auto part = [&](const ByteRange& range) { return words.text.substr(range.begin, range.end - range.begin); };
  if (words.format == Output::kJson) {
    Json json{{"masked", mask(words.text, spans)}, {"personal", Json::array()}};
    for (const PersonalSpan& each : spans) {
      json["personal"].push_back({{"kind", personal_kind_name(each.kind)},
                                  {"begin", each.range.begin},
                                  {"end", each.range.end},
                                  {"confidence", each.confidence}});
    }
    print_line(json.dump(2, ' ', false, Json::error_handler_t::replace));
    return {};
  }
  std::vector<std::vector<Value>> rows;
  for (const PersonalSpan& each : spans) {
    rows.push_back({std::string(personal_kind_name(each.kind)), part(each.range), each.confidence,
                    static_cast<int64_t>(each.range.begin), static_cast<int64_t>(each.range.end)});
  }
  print_table({"kind", "what", "confidence", "begin", "end"}, rows, words.format);
  if (words.format == Output::kTable) print_line(mask(words.text, spans));
  return {};
}

// A row of figures: exact spans, then spans that overlap.
std::vector<Value> quality_row(const std::string& kind, const SpanQuality& found, Output format) {
  const double exact_precision = SpanQuality::share(found.exact, found.found);
  const double exact_recall = SpanQuality::share(found.exact, found.labelled);
  const double precision = SpanQuality::share(found.met_found, found.found);
  const double recall = SpanQuality::share(found.met_labelled, found.labelled);
  const std::vector<double> figures{exact_precision,
                                    exact_recall,
                                    SpanQuality::f1(exact_precision, exact_recall),
                                    precision,
                                    recall,
                                    SpanQuality::f1(precision, recall),
                                    SpanQuality::share(found.hidden, found.labelled)};
  std::vector<Value> row{kind, static_cast<int64_t>(found.labelled), static_cast<int64_t>(found.found)};
  for (const double each : figures) row.push_back(format == Output::kTable ? Value(figure(each)) : Value(each));
  return row;
}

void tell_not_sought(const PersonalQuality& quality) {
  std::string text;
  for (const auto& [type, count] : quality.not_sought) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + type;
  }
  if (!text.empty()) print_notice("Labelled, but not looked for and in no figure: " + text + ".");
}

bool is_aside(const LabelledPersonalText& text, int64_t aside) {
  return aside > 0 && text.group >= 0 && text.group % aside == 0;
}

}  // namespace

Status run_text_personal(const PersonalWords& words) {
  if (words.file.empty() == words.text.empty()) {
    return Status::invalid("give a file of labelled texts, or one text with --text", "personal");
  }
  if (words.file.empty()) return explain_text(words);
  SOJOURN_TRY(std::vector<LabelledPersonalText> texts, read_personal_labels(words.file));
  const size_t all = texts.size();
  const bool part =
      !words.everything && std::ranges::any_of(texts, [&](const auto& each) { return is_aside(each, words.aside); });
  if (part) std::erase_if(texts, [&](const LabelledPersonalText& each) { return !is_aside(each, words.aside); });
  PersonalDataFinder finder;
  const PersonalQuality quality = measure_personal(finder, texts, words.language.empty() ? "en" : words.language);
  std::vector<std::vector<Value>> rows;
  for (const auto& [kind, found] : quality.kinds) {
    rows.push_back(quality_row(std::string(personal_kind_name(kind)), found, words.format));
  }
  rows.push_back(quality_row("all", quality.all, words.format));
  print_table({"kind", "labelled", "found", "exact_precision", "exact_recall", "exact_f1", "precision", "recall", "f1",
               "hidden"},
              rows, words.format);
  if (part) {
    print_notice(std::to_string(texts.size()) + " of " + std::to_string(all) + " texts: those of every " +
                 std::to_string(words.aside) +
                 "th template, which the tagger did not learn from; --everything tests on all.");
  }
  tell_not_sought(quality);
  return {};
}

Status run_text_train_personal(const PersonalWords& words) {
  std::vector<LabelledPersonalText> texts;
  size_t aside = 0;
  for (const std::string& file : words.files) {
    SOJOURN_TRY(std::vector<LabelledPersonalText> more, read_personal_labels(file));
    for (LabelledPersonalText& each : more) {
      if (is_aside(each, words.aside)) {
        ++aside;
      } else {
        texts.push_back(std::move(each));
      }
    }
  }
  if (texts.empty()) return Status::invalid("no text is left to learn from", "files");
  const PersonalModel model = PersonalTrainer::train(texts, {words.version, words.source, words.licence});
  SOJOURN_CHECK(write_file_atomic(words.out, model.save()));
  print_notice(with_groups(static_cast<int64_t>(texts.size())) + " texts, " + with_groups(static_cast<int64_t>(aside)) +
               " kept aside: " + words.out);
  return {};
}

}  // namespace sojourn
