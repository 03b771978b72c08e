// Made-up comments on a few themes, for tests of topics.
#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "text/topic_model.h"

namespace sojourn {

struct CommentTheme {
  std::vector<const char*> subjects, says;
};

inline const std::vector<CommentTheme> kThemes{
    {{"The delivery", "My parcel", "The courier", "Deliveries", "The package"},
     {"arrived late at the door", "was late again, the courier never rang", "came late with a damaged parcel",
      "of the parcel took the courier a week", "was left by the courier in the rain"}},
    {{"The invoice", "My bill", "The payment", "Charges on the invoice", "The refund"},
     {"was charged twice on my invoice", "shows a wrong amount and the refund is missing",
      "and the refund never came back", "does not match the payment on the bill", "had extra charges on the bill"}},
    {{"The app", "Login", "The screen of the app", "The password", "The update"},
     {"crashes after the update", "asks for my password at every login", "freezes on the login screen",
      "does not accept the password", "makes the app crash on my phone"}},
    {{"The agent", "Support", "The helpdesk", "The support agent", "The call"},
     {"answered the call politely", "kept me on hold for an hour", "of the helpdesk explained everything",
      "solved it during the first call", "was on hold and the helpdesk hung up the call"}},
};

inline std::vector<std::string> comments(size_t count, uint32_t seed, size_t themes = 4) {
  std::mt19937 random(seed);
  std::vector<std::string> all;
  for (size_t i = 0; i < count; ++i) {
    const CommentTheme& theme = kThemes[i % themes];
    const auto pick = [&](const auto& from) { return std::string(from[random() % from.size()]); };
    all.push_back(pick(theme.subjects) + " " + pick(theme.says) + ". Ticket " + std::to_string(seed) + " " +
                  std::to_string(i));
  }
  return all;
}

inline std::vector<TopicText> as_texts(const std::vector<std::string>& comments, std::string_view language = "en") {
  std::vector<TopicText> texts;
  for (const std::string& comment : comments) texts.push_back({comment, language, 1});
  return texts;
}

inline TopicModel fit(const std::vector<TopicText>& texts, size_t topics = 0, const TopicModel* before = nullptr,
                      std::vector<PinnedTopic> pinned = {}) {
  TopicOptions options;
  options.topics = topics;
  options.pinned = std::move(pinned);
  Result<TopicModel> model = TopicModel::fit(texts, options, before);
  EXPECT_TRUE(model.has_value()) << model.status().to_string();
  return model ? std::move(*model) : TopicModel();
}

inline uint32_t topic_of(const TopicModel& model, std::string_view text, std::string_view language = "en") {
  TopicReader reader(model);
  Tokenizer tokenizer;
  tokenizer.read(text);
  return reader.read(tokenizer, language).topic;
}

inline const char* const kLate = "Late delivery, the courier lost my parcel";
inline const char* const kBill = "I was charged twice and wait for my refund";
inline const char* const kApp = "Cannot login, the app wants a new password";
inline const char* const kHold = "An hour on hold for the helpdesk";

}  // namespace sojourn
