#include "enrich/voice_learning.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "text/meaning.h"

namespace sojourn {
namespace {

std::string share_text(double value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

// Whether the new model is to be in force, and why not.
void decide(const TrainingReport& report, LearnedModel& row) {
  row.learned = report.learned.macro_f1;
  row.rules = report.rules.macro_f1;
  row.before = report.before.macro_f1;
  if (report.worse) {
    row.why = "the model before is better";
  } else if (report.learned.macro_f1 < report.rules.macro_f1 - kDrop) {
    row.why = "the rules are better";
  } else {
    row.kept = true;
  }
}

}  // namespace

Result<std::vector<LearnedModel>> learn_models(const Snapshot& snapshot, const VoiceEdition& edition,
                                               const std::string& version, VoiceParts& parts,
                                               const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(std::vector<LabelledText> scored, collect_scored(snapshot, edition, kScoredMost, cancelled));
  std::map<std::string, std::vector<LabelledText>> by_language;
  for (LabelledText& each : scored) by_language[each.language].push_back(std::move(each));
  std::vector<LearnedModel> rows;
  for (auto& [language, texts] : by_language) {
    if (cancelled != nullptr && *cancelled) return Status(StatusCode::kCancelled, "the models were not all learned");
    LearnedModel row;
    row.language = language;
    Result<std::vector<LabelledText>> prepared = prepare_texts(std::move(texts), LabelScale::kWords);
    row.texts = prepared ? prepared->size() : 0;
    if (row.texts < kScoredLeast) {
      row.why = "fewer than " + std::to_string(kScoredLeast) + " different scored comments";
      rows.push_back(std::move(row));
      continue;
    }
    const LinearModel* before = parts.models.of(language);
    Result<TrainingReport> report =
        train_model(*prepared, language, before, ModelOrigin{version, "scored comments of this record", "its owner's"});
    if (report) {
      decide(*report, row);
      if (row.kept) parts.models.add(std::make_shared<const LinearModel>(std::move(report->model)));
    } else {
      row.why = report.error().message();
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string learned_text(const std::vector<LearnedModel>& models) {
  std::string text;
  for (const LearnedModel& model : models) {
    if (!text.empty()) text += "; ";
    text += model.language + ": " + std::to_string(model.texts) + " scored comments, ";
    if (model.learned > 0) {
      text += "macro-F1 " + share_text(model.learned) + " (rules " + share_text(model.rules);
      text += model.before > 0 ? ", before " + share_text(model.before) + "), " : "), ";
    }
    text += model.kept ? "in force" : "not in force: " + model.why;
  }
  return text.empty() ? "there are no scored comments to learn from" : text;
}

Status learn_topics(const std::vector<VoiceText>& texts, const VoiceEdition& edition, const TopicLearning& learning,
                    VoiceParts& parts, const std::function<bool(double done)>& progress) {
  std::vector<TopicText> topic_texts;
  std::vector<WishText> wish_texts;
  Tokenizer tokenizer;
  MeaningReader meanings;
  for (const VoiceText& each : texts) {
    const auto facts = edition.texts().find(each.key);
    if (!facts || facts->language == 0) continue;
    const std::string_view language = edition.word(VoiceColumn::kLanguage, *facts);
    topic_texts.push_back({each.text, language, each.count});
    tokenizer.read(each.text);
    TextMeaning meaning = meanings.read(tokenizer, language, facts->score_value());
    if (meaning.wish_words.empty()) continue;
    wish_texts.push_back({std::move(meaning.wish_words), std::string(language), each.count});
  }
  TopicOptions options;
  options.topics = learning.topics;
  options.pinned = learning.pinned;
  options.origin = {learning.version, "comments of this record", "its owner's"};
  options.progress = [&progress](double done, std::string_view) { return progress(done); };
  SOJOURN_TRY(TopicModel topics, TopicModel::fit(topic_texts, options, &parts.topics));
  parts.topics = std::move(topics);
  parts.wishes = WishModel::fit(wish_texts, &parts.wishes);
  return {};
}

}  // namespace sojourn
