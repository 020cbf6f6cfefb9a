// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The element types that whole programs are tested with: sanitizer builds, whose programs take several
// times the memory to compile, keep to double.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define GRADSMITH_TEST_DOUBLE_ONLY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GRADSMITH_TEST_DOUBLE_ONLY 1
#endif
#endif

#ifdef GRADSMITH_TEST_DOUBLE_ONLY
#define GRADSMITH_TEST_TYPES double
#else
#define GRADSMITH_TEST_TYPES double, float
#endif

namespace gradsmith::tests {

#ifdef GRADSMITH_TEST_DOUBLE_ONLY
inline constexpr bool float_is_tested = false;
#else
inline constexpr bool float_is_tested = true;
#endif

}  // namespace gradsmith::tests
