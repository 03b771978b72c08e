// What a text says and feels by an edition's models and corrections: the one place where they meet a text, for verdicts,
// explanations and previews alike.
//
// Model      that of the text's fold (fold_models.h), which has not learned from it.
// Declared   the language that the event names: a text in no language that we know is read again in that one.
// Threads    one reader a thread; models and corrections are borrowed. Memory: a reader a fold once there are models.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "enrich/fold_models.h"

namespace sojourn {

class VerdictReader {
 public:
  // `usual`: in which languages texts come; they are for texts that do not tell, and that nobody declares. All are borrowed.
  VerdictReader(const FoldModels& models, const Corrections& corrections,
                const LanguagePrior& usual = LanguagePrior::none())
      : models_(&models), corrections_(&corrections), usual_(&usual) {}

  // `declared`: "nl-NL", or ""; it decides where letters do not, and is overruled by a clear text in another language.
  TextVerdict read(std::string_view text, std::string_view declared);
  TextVerdict explain(std::string_view text, std::string_view declared, std::vector<Reason>& reasons);
  // The one whose models have not learned from this text; also for parts of it.
  TextReader& reader_of(std::string_view text);
  const SentimentModels& models_of(std::string_view text) const { return models_->of_fold(place_of(text)); }
  const Corrections& corrections() const { return *corrections_; }
  // That read last. REQUIRES: a text was read.
  TextReader& last() { return *last_; }

 private:
  // Without models all folds are one.
  size_t place_of(std::string_view text) const { return models_->all().empty() ? 0 : fold_of(text); }

  const FoldModels* models_;
  const Corrections* corrections_;
  const LanguagePrior* usual_;
  std::map<std::string_view, LanguagePrior> declared_;  // By code, of those met.
  std::array<std::unique_ptr<TextReader>, kFolds> readers_;
  TextReader* last_ = nullptr;
};

// "nl" of "nl-NL"; "" where it is no code of a language that is told apart.
std::string_view known_language(std::string_view declared);

}  // namespace sojourn
