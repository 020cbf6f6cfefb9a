// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What training needs besides an optimizer.
#pragma once

#include <gradsmith/train/checkpoint.hpp>
#include <gradsmith/train/csv_log.hpp>
#include <gradsmith/train/early_stopping.hpp>
#include <gradsmith/train/glorot_uniform.hpp>
#include <gradsmith/train/he_normal.hpp>
#include <gradsmith/train/json_lines_log.hpp>
#include <gradsmith/train/landscape.hpp>
#include <gradsmith/train/landscape_to_svg.hpp>
#include <gradsmith/train/loss_curve.hpp>
#include <gradsmith/train/progress.hpp>
#include <gradsmith/train/stop_when.hpp>
#include <gradsmith/train/to_svg.hpp>
#include <gradsmith/train/to_terminal.hpp>
