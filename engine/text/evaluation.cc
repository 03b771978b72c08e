#include "text/evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_set>

#include "base/hash.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kSplits = 5, kTextsMin = 20, kFrozenPart = 10;

std::string collapse_blanks(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  for (const char c : trim(text)) {
    if (!is_blank(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

std::vector<std::string> labels_of(const std::vector<const LabelledText*>& texts) {
  std::vector<std::string> labels;
  for (const LabelledText* text : texts) labels.push_back(text->label);
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

size_t index_of(const std::vector<std::string>& labels, std::string_view label) {
  return static_cast<size_t>(std::lower_bound(labels.begin(), labels.end(), label) - labels.begin());
}

// `warm`: what is known without the model is also what warm starts say; not so for a warm start itself.
TrainingSet read_set(const std::vector<const LabelledText*>& texts, const std::vector<std::string>& labels,
                     bool warm = true) {
  TrainingSet set;
  TextReader reader;
  reader.use_warm_starts(warm);
  for (const LabelledText* text : texts) {
    const TextVerdict verdict = reader.read(text->text, text->language);
    set.add(reader.rows(), index_of(labels, text->label), std::isnan(verdict.score) ? 0 : verdict.score);
  }
  return set;
}

// The figures are of all parts together, as few texts of a part are off by chance, and with them the order of the rows;
// their spread is that of the parts.
EvaluationRow row_of(std::string language, std::string task, std::string method,
                     const std::vector<std::vector<Judged>>& parts, size_t labels) {
  EvaluationRow row{std::move(language), std::move(task), std::move(method), 0, {}, {}, {}};
  std::vector<double> f1, accuracy, error;
  std::vector<Judged> all;
  for (const std::vector<Judged>& part : parts) {
    if (part.empty()) continue;
    all.insert(all.end(), part.begin(), part.end());
    const Quality quality = judge(part, labels);
    row.count += quality.count;
    f1.push_back(quality.macro_f1);
    accuracy.push_back(quality.accuracy);
    error.push_back(quality.calibration_error);
  }
  const Quality whole = judge(all, labels);
  row.macro_f1 = {whole.macro_f1, spread_of(f1).half};
  row.accuracy = {whole.accuracy, spread_of(accuracy).half};
  row.calibration_error = {whole.calibration_error, spread_of(error).half};
  return row;
}

// By what the program knows without learning: by rules, or also by warm starts.
std::vector<std::vector<Judged>> judge_cold(const std::vector<const LabelledText*>& texts,
                                            const std::vector<std::string>& labels, bool warm) {
  std::vector<std::vector<Judged>> parts(kSplits);
  TextReader reader;
  reader.use_warm_starts(warm);
  for (size_t i = 0; i < texts.size(); ++i) {
    const TextVerdict verdict = reader.read(texts[i]->text, texts[i]->language);
    std::string_view guess = verdict.label.empty() ? "neutral" : verdict.label;
    // Where nobody is neutral, the sign decides; who says nothing has no complaint.
    if (!std::binary_search(labels.begin(), labels.end(), guess)) guess = verdict.score < 0 ? "negative" : "positive";
    parts[i % kSplits].push_back(
        {index_of(labels, texts[i]->label), std::min(index_of(labels, guess), labels.size() - 1), verdict.confidence});
  }
  return parts;
}

std::vector<std::vector<Judged>> judge_learned(const std::vector<const LabelledText*>& texts,
                                               const std::vector<std::string>& labels) {
  const TrainingSet set = read_set(texts, labels);
  std::vector<std::vector<Judged>> parts(kSplits);
  std::vector<double> probabilities;
  for (size_t split = 0; split < kSplits; ++split) {
    std::vector<uint32_t> learn;
    for (uint32_t i = 0; i < texts.size(); ++i) {
      if (i % kSplits != split) learn.push_back(i);
    }
    const Result<LinearModel> model = LinearTrainer::train(set, learn, labels, texts[0]->language, {});
    if (!model) continue;
    for (uint32_t i = static_cast<uint32_t>(split); i < texts.size(); i += kSplits) {
      const LabelChoice choice = model->choose(set.rows(i), set.prior(i), probabilities);
      parts[split].push_back({set.label(i), choice.label, choice.confidence});
    }
  }
  return parts;
}

std::vector<std::vector<Judged>> judge_model(const std::vector<const LabelledText*>& texts,
                                             std::vector<std::string>& labels, const LinearModel& model) {
  for (const std::string& label : model.labels()) labels.push_back(label);
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  std::vector<std::vector<Judged>> parts(kSplits);
  TextReader reader(&model);
  for (size_t i = 0; i < texts.size(); ++i) {
    const TextVerdict verdict = reader.read(texts[i]->text, texts[i]->language);
    parts[i % kSplits].push_back(
        {index_of(labels, texts[i]->label), index_of(labels, verdict.label), verdict.confidence});
  }
  return parts;
}

EvaluationRow evaluate_language(const std::vector<LabelledText>& texts) {
  std::vector<std::string> codes = LanguageModel::built_in().codes();
  codes.emplace_back("~unknown");
  for (const LabelledText& text : texts) codes.push_back(text.language);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  std::vector<std::vector<Judged>> parts(kSplits);
  LanguageReader reader(LanguageModel::built_in());
  for (size_t i = 0; i < texts.size(); ++i) {
    const LanguageVerdict verdict = reader.identify(texts[i].text);
    parts[i % kSplits].push_back({index_of(codes, texts[i].language),
                                  index_of(codes, verdict.code.empty() ? "~unknown" : verdict.code),
                                  verdict.confidence});
  }
  return row_of("all", "language", "identifier", parts, codes.size());
}

}  // namespace

bool is_frozen(std::string_view text) { return hash64(text) % kFrozenPart == 0; }

Result<std::vector<LabelledText>> prepare_texts(std::vector<LabelledText> texts, LabelScale scale) {
  if (scale == LabelScale::kGuess) {
    std::vector<std::string> labels;
    for (const LabelledText& text : texts) labels.push_back(text.label);
    SOJOURN_TRY(scale, guess_label_scale(labels));
  }
  std::vector<LabelledText> kept;
  std::unordered_set<uint64_t> seen;
  for (LabelledText& text : texts) {
    text.text = collapse_blanks(text.text);
    if (text.text.empty()) continue;
    if (scale != LabelScale::kAsIs) {
      const std::optional<Sentiment> sentiment = read_sentiment(text.label, scale);
      if (!sentiment) continue;
      text.label = std::string(sentiment_name(*sentiment));
    }
    if (seen.insert(hash64(text.text)).second) kept.push_back(std::move(text));
  }
  if (kept.empty()) return Status::invalid("no label is on the scale; name another one with --scale", "label");
  return kept;
}

std::vector<EvaluationRow> evaluate_texts(const std::vector<LabelledText>& texts, const EvaluationOptions& options,
                                          const std::function<void(std::string_view)>& progress) {
  std::vector<EvaluationRow> rows;
  const bool told = !texts.empty() &&
                    std::all_of(texts.begin(), texts.end(), [](const auto& text) { return !text.language.empty(); });
  if (told) rows.push_back(evaluate_language(texts));
  std::vector<LabelledText> known(texts);
  LanguageReader identifier(LanguageModel::built_in());
  LanguagePrior prior;
  for (const LabelledText& text : known) {
    if (text.language.empty()) identifier.teach(text.text, 1, prior);
  }
  std::map<std::string, std::vector<const LabelledText*>> by_language;
  for (LabelledText& text : known) {
    if (text.language.empty()) text.language = std::string(identifier.identify(text.text, prior).code);
    by_language[text.language].push_back(&text);
  }
  const std::string task = options.labels_as_is ? "labels" : "sentiment";
  for (const auto& [code, own] : by_language) {
    const std::string language = code.empty() ? "unknown" : code;
    std::vector<std::string> labels = labels_of(own);
    progress(language);
    if (!options.labels_as_is && Lexicon::built_in(code) != nullptr) {
      rows.push_back(row_of(language, task, "rules", judge_cold(own, labels, false), labels.size()));
    }
    if (!options.labels_as_is && SentimentModels::warm_start(code) != nullptr) {
      rows.push_back(row_of(language, task, "warm start", judge_cold(own, labels, true), labels.size()));
    }
    if (own.size() >= options.least && labels.size() > 1) {
      rows.push_back(row_of(language, task, "learned", judge_learned(own, labels), labels.size()));
    }
    if (options.model != nullptr && (options.model->language().empty() || options.model->language() == code)) {
      rows.push_back(row_of(language, task, "model", judge_model(own, labels, *options.model), labels.size()));
    }
  }
  return rows;
}

Result<TrainingReport> train_model(const std::vector<LabelledText>& texts, const std::string& language,
                                   const LinearModel* before, ModelOrigin origin, const TrainOptions& options) {
  std::vector<const LabelledText*> own;
  for (const LabelledText& text : texts) {
    if (language.empty() || text.language.empty() || text.language == language) own.push_back(&text);
  }
  if (own.size() < kTextsMin) {
    return Status::invalid("training needs at least " + std::to_string(kTextsMin) + " different texts; here are " +
                               std::to_string(own.size()),
                           "text");
  }
  std::vector<std::string> labels = labels_of(own);
  const TrainingSet set = read_set(own, labels, !options.prior);
  std::vector<uint32_t> learn, frozen;
  std::vector<const LabelledText*> kept;
  for (uint32_t i = 0; i < own.size(); ++i) {
    const bool aside = is_frozen(own[i]->text);
    (aside ? frozen : learn).push_back(i);
    if (aside) kept.push_back(own[i]);
  }
  SOJOURN_TRY(LinearModel model, LinearTrainer::train(set, learn, labels, language, std::move(origin), options));
  TrainingReport report{std::move(model), frozen.size(), {}, {}, {}, {}, false};
  if (frozen.empty()) return report;
  const auto whole = [](const std::vector<std::vector<Judged>>& parts, size_t count) {
    std::vector<Judged> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return judge(all, count);
  };
  report.learned = LinearTrainer::test(report.model, set, frozen);
  if (prior_of(labels[0], 1) != 0) report.rules = whole(judge_cold(kept, labels, false), labels.size());
  if (report.rules.count > 0 && SentimentModels::warm_start(language) != nullptr) {
    report.warm_start = whole(judge_cold(kept, labels, true), labels.size());
  }
  if (before != nullptr) {
    std::vector<std::string> all_labels = labels;
    const auto parts = judge_model(kept, all_labels, *before);
    report.before = whole(parts, all_labels.size());
    report.worse = report.learned.macro_f1 < report.before.macro_f1 - kDrop;
  }
  LinearTrainer::set_quality(report.model, {learn.size(), frozen.size(), report.learned.macro_f1,
                                            report.learned.accuracy, report.learned.calibration_error});
  return report;
}

}  // namespace sojourn
