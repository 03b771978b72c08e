#include "enrich/voice_learning.h"

#include <deque>
#include <map>

#include "enrich/fold_learning.h"
#include "enrich/persons_out.h"
#include "text/meaning.h"

namespace sojourn {
namespace {

// Whether the new models are to be in force, and why not.
void decide(const FoldLearning& learning, LearnedModel& row) {
  const auto measured = [](const Quality& quality) {
    return quality.count == 0 ? std::nullopt : std::optional(quality.macro_f1);
  };
  row.learned = measured(learning.learned);
  row.built_in = measured(learning.built_in);
  row.before = measured(learning.before);
  row.calibration_error = learning.learned.calibration_error;
  const double least = learning.learned.macro_f1 + kDrop;
  if (row.before && least < *row.before) {
    row.why = "the model before is better";
  } else if (row.built_in && least < *row.built_in) {
    row.why = "what the program knows by itself is better";
  } else {
    row.kept = true;
  }
}

}  // namespace

Result<std::vector<LearnedModel>> learn_models(const Snapshot& snapshot, const VoiceEdition& edition,
                                               const std::string& version, VoiceParts& parts,
                                               VoiceWork::Progress& progress) {
  SOJOURN_TRY(std::vector<LabelledText> scored,
              collect_scored(snapshot, edition, kScoredMost, &progress.cancel_flag()));
  std::map<std::string, std::vector<LabelledText>> by_language;
  for (LabelledText& each : scored) by_language[each.language].push_back(std::move(each));
  std::vector<LearnedModel> rows;
  for (auto& [language, texts] : by_language) {
    LearnedModel& row = rows.emplace_back();
    row.language = language;
    Result<std::vector<LabelledText>> prepared = prepare_texts(std::move(texts), LabelScale::kWords);
    row.texts = prepared ? prepared->size() : 0;
    if (row.texts < kScoredLeast) {
      row.why = "fewer than " + std::to_string(kScoredLeast) + " different scored comments";
      continue;
    }
    progress.step("learning from " + std::to_string(row.texts) + " scored comments (" + language + ")", kFolds);
    const auto fitted = [&progress] {
      progress.add(1);
      return !progress.cancelled();
    };
    Result<FoldLearning> learning = learn_folds(*prepared, language, parts.models.of(language),
                                                {version, "scored comments of this record", "its owner's"}, fitted);
    if (!learning) {
      if (learning.error().code() == StatusCode::kCancelled) return learning.error();
      row.why = learning.error().message();
      continue;
    }
    decide(*learning, row);
    if (row.kept) parts.models.add(std::make_shared<const FoldedModel>(std::move(learning->model)));
  }
  return rows;
}

std::string learned_text(const std::vector<LearnedModel>& models) {
  std::string kept, left;
  size_t texts = 0;
  for (const LearnedModel& model : models) {
    std::string& names = model.kept ? kept : left;
    names += (names.empty() ? "" : ", ") + model.language;
    texts += model.texts;
  }
  if (texts == 0) return "there are no scored comments to learn from";
  return "of " + std::to_string(texts) +
         " scored comments: " + (kept.empty() ? "no model came into force" : "in force for " + kept) +
         (left.empty() ? "" : "; as before for " + left);
}

Status learn_topics(const std::vector<VoiceText>& texts, const VoiceEdition& edition, const TopicLearning& learning,
                    VoiceParts& parts, const std::function<bool(double done)>& progress) {
  std::deque<std::string> without_persons;  // Others point into it.
  std::vector<TopicText> topic_texts;
  std::vector<WishText> wish_texts;
  Tokenizer tokenizer;
  MeaningReader meanings;
  PersonsOut persons_out;
  LanguageReader languages(LanguageModel::built_in());
  LanguagePrior prior;
  for (const VoiceText& each : texts) {
    languages.teach(each.text, each.count, prior);
    const auto facts = edition.texts().find(each.key);
    if (!facts || facts->language == 0) continue;
    const std::string_view language = edition.word(VoiceColumn::kLanguage, *facts);
    topic_texts.push_back({without_persons.emplace_back(persons_out.cut(each.text, language)), language, each.count});
    tokenizer.read(each.text);
    TextMeaning meaning = meanings.read(tokenizer, language, facts->score_value());
    persons_out.clear(meaning, each.text, language);
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
  parts.languages = std::move(prior);
  return {};
}

}  // namespace sojourn
