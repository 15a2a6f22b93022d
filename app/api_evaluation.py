"""Routes of the evaluation: run it, and see how earlier runs went."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.api_context import AnyUser, ApiContext, Maintainer
from app.api_models import EvaluationBody, EvaluationResultBody, RunsBody
from app.evaluation_run import EvaluationRequest, Evaluator, run_figures, run_questions


def evaluation_routes(context: ApiContext) -> APIRouter:
    """``/evaluation``."""
    router = APIRouter(prefix="/evaluation", tags=["evaluation"])

    @router.post("", response_model=EvaluationResultBody)
    def evaluate(body: EvaluationBody, user: Maintainer) -> JSONResponse:
        """Run question sets and compare with the last run; answers when it has finished."""
        context.filled_service()
        wanted = EvaluationRequest(tuple(body.sets), body.split, body.limit)
        result = context.evaluate(wanted)
        context.audit.record(
            user.name, "evaluation", via="api", sets=list(body.sets), regressed=result.regressed
        )
        return JSONResponse({"regressed": result.regressed, "report": result.report})

    @router.get("", response_model=RunsBody)
    def runs(user: AnyUser) -> JSONResponse:  # noqa: ARG001
        """Earlier runs, newest first."""
        running = isinstance(context.evaluate, Evaluator) and context.evaluate.running
        found = [
            {
                "time": run.time,
                "set": run.set_name,
                "selection": run.selection,
                "regressed": run.regressed,
                "questions": run_questions(run),
                "figures": run_figures(run),
            }
            for run in context.service.base.store.runs.all(limit=100)
        ]
        return JSONResponse({"running": running, "runs": found})

    return router
