from tests.experts.programme.school import school

__all__ = ["school"]
