from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from b import *
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    __table_args__ = {"schema": "app"}
    id: Mapped[int] = mapped_column("uid", ForeignKey("a.b"), nullable=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="user")

# b.py
from a import Base as Root
X = Literal["a", 'b']
T = TypedDict("T", {"a": "Optional[X]"}, total=False)
